import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Peers that are gone without a word: nothing comes, and nothing that is sent is taken. */
public class HalfOpen {
  private static final Duration LIMIT = Duration.ofMillis(300);

  /** Hands on what comes, until the network is cut; then it neither reads nor ends anything. */
  @Async
  static Coroutine<Void> forwards(Connection from, Connection to, Event cut) {
    byte[] bytes = await(from.read(1_000));
    while (bytes.length > 0 && !cut.isSet()) {
      to.write(bytes);
      await(to.drain());
      bytes = await(from.read(1_000));
    }
    await(cut.await());
    return completed();
  }

  /** The network between a client and a server: closed when all is over. */
  @Async
  static Coroutine<Void> carries(Connection near, SocketAddress server, Event cut, Event over) {
    try (Connection far = await(Net.connect(server))) {
      Task<Void> there = spawn(forwards(near, far, cut));
      Task<Void> back = spawn(forwards(far, near, cut));
      await(over.await());
      there.cancel(false);
      back.cancel(false);
      await(gatherSettled(there, back));
      far.abort();
      near.abort();
    }
    return completed();
  }

  /** What a handler does when the network was cut. */
  @Async
  static Coroutine<Void> handles(Connection connection, String what, Event cut) throws IOException {
    connection.write("welcome\n");
    await(connection.readLine());
    cut.set();
    switch (what) {
      case "reads" -> await(connection.readLine(), IOException.class);
      case "writes" -> {
        while (true) {
          connection.write(new byte[100_000]);
          await(connection.drain(), IOException.class);
        }
      }
      case "ends" -> connection.write(new byte[20_000_000]);
      default -> throw new IllegalArgumentException(what);
    }
    return completed();
  }

  @Async
  static Coroutine<Void> noting(Coroutine<Void> body, List<Object> log) throws IOException {
    try {
      await(body, IOException.class);
      log.add("ended");
    } catch (IOException e) {
      log.add(e.getMessage().replaceAll("\\[.*]", ""));
      throw e;
    }
    return completed();
  }

  /** The client of a server vanishes. */
  @Async
  public static Coroutine<List<Object>> a_client_vanishes(String what) throws IOException {
    List<Object> log = new ArrayList<>();
    List<String> reports = Peers.reports();
    Event cut = new Event();
    Event over = new Event();
    Server server =
        Net.server(c -> noting(handles(c, what, cut), log)).idleTimeout(LIMIT).listen(Peers.LOCAL);
    Server network =
        Net.server(c -> carries(c, server.address(), cut, over)).listen(Peers.LOCAL);
    try (Connection client = await(Net.connect(network.address()))) {
      log.add(await(client.readLine()));
      client.write("hello\n");
      await(cut.await());
      server.stop();
      await(server.ended());
      log.add(server.connections());
      over.set();
      await(network.closeAsync());
    }
    log.addAll(reports);
    return completed(log);
  }

  /** The server of a client vanishes. */
  @Async
  public static Coroutine<List<Object>> a_server_vanishes(String what) throws IOException {
    List<Object> log = new ArrayList<>();
    List<String> reports = Peers.reports();
    Event cut = new Event();
    Event over = new Event();
    try (Server server = Net.server(Peers::echo).listen(Peers.LOCAL);
        Server network =
            Net.server(c -> carries(c, server.address(), cut, over)).listen(Peers.LOCAL)) {
      try (Connection client = await(Net.connect(network.address()))) {
        client.setIdleTimeout(LIMIT);
        await(noting(handles(client, what, cut), log), IOException.class);
      } catch (IOException e) {
        log.add(e.getClass().getSimpleName());
      }
      over.set();
    }
    log.addAll(reports);
    return completed(log);
  }
}
