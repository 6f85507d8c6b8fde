import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.Datagram;
import dev.fermata.io.UdpSocket;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/** Packets of UDP. */
public class Datagrams {
  @Async
  static Coroutine<Void> answers(UdpSocket socket) {
    while (true) {
      Datagram request = await(socket.receive());
      await(socket.send(request.text().toUpperCase(), request.sender()));
    }
  }

  @Async
  public static Coroutine<List<Object>> datagrams() throws IOException {
    List<Object> log = new ArrayList<>();
    try (UdpSocket server = UdpSocket.bind(Peers.LOCAL);
        UdpSocket client = UdpSocket.bind(Peers.LOCAL)) {
      Task<Void> answering = spawn(answers(server));
      await(client.send("one", server.address()));
      await(client.send("", server.address()));
      log.add(await(client.receive()).text());
      Datagram empty = await(client.receive());
      log.add(empty.data().length);
      log.add(empty.sender().equals(server.address()));
      // A receive that is cancelled, or is too late, loses nothing.
      Task<Datagram> early = spawn(client.receive());
      await(yieldNow());
      early.cancel(false);
      await(gatherSettled(early));
      await(client.send("two", server.address()));
      log.add(await(client.receive()).text());
      try {
        await(client.send(new byte[70_000], server.address()), IOException.class);
      } catch (IOException e) {
        log.add("too large");
      }
      // All packets that the system has taken get there: as many as fit into its buffer.
      for (int i = 0; i < 100; i++) {
        await(client.send("n" + i, server.address()));
      }
      int right = 0;
      for (int i = 0; i < 100; i++) {
        right += await(client.receive()).text().equals("N" + i) ? 1 : 0;
      }
      log.add(right);
      answering.cancel(false);
      await(gatherSettled(answering));
      Task<Datagram> waiting = spawn(client.receive());
      await(yieldNow());
      client.close();
      try {
        await(waiting, IOException.class);
      } catch (ClosedChannelException e) {
        log.add("closed");
      }
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_refused_datagram() throws IOException {
    List<Object> log = new ArrayList<>();
    SocketAddress nobody;
    try (UdpSocket closed = UdpSocket.bind(Peers.LOCAL)) {
      nobody = closed.address();
    }
    try (UdpSocket client = UdpSocket.bind(Peers.LOCAL).connect(nobody)) {
      await(client.send("hello", nobody));
      try {
        await(client.receive(), IOException.class);
      } catch (PortUnreachableException e) {
        log.add("refused");
      }
    }
    return completed(log);
  }
}
