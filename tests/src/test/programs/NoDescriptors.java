import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A client in a process that has no descriptor left for some time; it prints what happens. */
public class NoDescriptors {
  private static final Deque<FileInputStream> taken = new ArrayDeque<>();

  static void takeAll() {
    try {
      while (true) {
        taken.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException none) {
      // That was the last one.
    }
  }

  static void giveBack(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      taken.pop().close();
    }
  }

  @Async
  static Coroutine<Void> failsToConnect(SocketAddress address) throws IOException {
    try (Connection connection = await(Net.connect(address), IOException.class)) {
      System.out.println("connected " + connection);
    } catch (IOException e) {
      System.out.println(e.toString().replaceAll(":\\d+:", ":PORT:"));
    }
    return completed();
  }

  @Async
  static Coroutine<Void> program() throws IOException {
    // To log needs descriptors.
    List<String> unused = Peers.reports();
    try (Server server = Net.server(Peers::echo).listen(Peers.LOCAL);
        Connection early = await(Net.connect(server.address()))) {
      System.out.println(await(Peers.asks(early, "before")));
      takeAll();
      await(failsToConnect(server.address()));
      await(failsToConnect(server.address()));
      System.out.println(await(Peers.asks(early, "meanwhile")));
      // One for the client, one for the server, and some for the virtual machine.
      giveBack(10);
      System.out.println(await(Peers.asks(server.address(), "some are free")));
      giveBack(taken.size());
      System.out.println(await(Peers.asks(server.address(), "after")));
    }
    return completed();
  }

  public static void main(String[] args) throws IOException {
    run(program());
    // A loop has a selector when it needs one, and that needs descriptors, too.
    takeAll();
    run(failsToConnect(new InetSocketAddress(Peers.LOOPBACK, 1)));
    giveBack(taken.size());
  }
}
