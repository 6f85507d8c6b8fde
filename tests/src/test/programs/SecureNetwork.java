import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Tls;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients and servers that talk to one another over TLS. */
public class SecureNetwork {
  // ---- what is agreed --------------------------------------------------------------------------

  @Async
  public static Coroutine<List<Object>> echoes(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening = Net.server(Peers::echo).tls(server).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port(), client))) {
      connection.write("one\ntw");
      log.add(await(connection.readLine()));
      connection.write("o\r\nthree\n");
      log.add(await(connection.readLine()));
      log.add(await(connection.readLine()));
      log.add(connection.tlsSession().getProtocol());
      log.add(connection.applicationProtocol());
      await(connection.endOutput());
      log.add(await(connection.readLine()));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> echoes_at_a_path(Tls server, Tls client, String path)
      throws IOException {
    List<Object> log = new ArrayList<>();
    SocketAddress address = UnixDomainSocketAddress.of(Path.of(path));
    try (Server listening = Net.server(Peers::echo).tls(server).listen(address)) {
      try (Connection connection = await(Net.connect(address, client), IOException.class)) {
        connection.write("one\n");
        log.add(await(connection.readLine()));
      } catch (IOException e) {
        log.add(e.getMessage());
      }
    }
    return completed(log);
  }

  /** The certificates of both sides, as the other one sees them. */
  @Async
  public static Coroutine<List<Object>> who_is_it(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    List<String> reports = Peers.reports();
    Server.Handler handler =
        c -> {
          c.write(c.tlsSession().getPeerPrincipal() + "\n");
          return completed();
        };
    try (Server listening = Net.server(handler).tls(server).listen(Peers.LOCAL)) {
      try (Connection connection =
          await(Net.connect("localhost", listening.port(), client), IOException.class)) {
        log.add(connection.tlsSession().getPeerPrincipal().getName());
        log.add(await(connection.readLine(), IOException.class));
      } catch (IOException e) {
        log.add(e.getClass().getSimpleName());
        log.add(e.getMessage().replaceAll(":\\d+", ":PORT"));
      }
    }
    log.addAll(reports);
    return completed(log);
  }

  /** How a connect fails, and what the server makes of it. */
  @Async
  public static Coroutine<List<Object>> refuses(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    List<String> reports = Peers.reports();
    Server.Handler handler =
        c -> {
          log.add("handled");
          return completed();
        };
    try (Server listening = Net.server(handler).tls(server).listen(Peers.LOCAL)) {
      try {
        await(Net.connect("localhost", listening.port(), client), IOException.class);
      } catch (IOException e) {
        log.add(e.getClass().getSimpleName());
        log.add(e.getMessage().replaceAll(":\\d+", ":PORT"));
      }
      while (listening.connections() > 0) {
        await(sleep(Duration.ofMillis(1)));
      }
    }
    log.addAll(reports);
    return completed(log);
  }

  // ---- in place --------------------------------------------------------------------------------

  @Async
  static Coroutine<Void> upgrades(Connection connection, Tls tls, List<Object> log) {
    for (String line : connection.lines()) {
      if (!line.equals("STARTTLS")) {
        connection.write("plain " + line + "\n");
        continue;
      }
      // Not waited for: it goes out as it is, and before the handshake.
      connection.write("go on\n");
      log.add(connection.tlsSession());
      try {
        await(connection.startTls(tls), IOException.class);
      } catch (IOException e) {
        log.add(e.getMessage().replaceAll("127.*:\\d+", "CLIENT"));
        log.add(connection.isOpen());
        return completed();
      }
      break;
    }
    await(Peers.echo(connection));
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> starts_tls(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening = Net.server(c -> upgrades(c, server, log)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port()))) {
      connection.write("hello\n");
      log.add(await(connection.readLine()));
      connection.write("STARTTLS\n");
      log.add(await(connection.readLine()));
      await(connection.startTls(client));
      log.add(connection.tlsSession().getProtocol());
      connection.write("secret\n");
      log.add(await(connection.readLine()));
      try {
        await(connection.startTls(client));
      } catch (IllegalStateException e) {
        log.add(e.getMessage().replaceAll("\\[.*?]", ""));
      }
    }
    return completed(log);
  }

  /** Much that is plain is still on its way when TLS begins. */
  @Async
  static Coroutine<Void> writesAndUpgrades(Connection connection, Tls tls, int bytes) {
    connection.write(new byte[bytes]);
    await(connection.startTls(tls));
    connection.write("secret\n");
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> starts_tls_behind_much(Tls server, Tls client, int bytes)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening =
            Net.server(c -> writesAndUpgrades(c, server, bytes)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port()))) {
      log.add(await(connection.readExactly(bytes)).length);
      Task<Void> upgrade = spawn(connection.startTls(client));
      await(yieldNow());
      // It waits for the handshake, and so does who reads.
      connection.write("never plain\n");
      log.add(connection.unwritten() > 0);
      log.add(await(connection.readLine()));
      await(upgrade);
      log.add(connection.unwritten());
    }
    return completed(log);
  }

  /** The client, or somebody in between, sends more than it may. */
  @Async
  public static Coroutine<List<Object>> injects_to_a_server(Tls server) throws IOException {
    List<Object> log = new ArrayList<>();
    Event over = new Event();
    Server.Handler handler = c -> finallySets(upgrades(c, server, log), over);
    try (Server listening = Net.server(handler).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port()))) {
      connection.write("STARTTLS\ninjected\n");
      log.add(await(connection.readLine()));
      await(over.await());
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> finallySets(Coroutine<Void> body, Event event) {
    try {
      await(body);
    } finally {
      event.set();
    }
    return completed();
  }

  /** The server, or somebody in between, sends more than it may. */
  @Async
  public static Coroutine<List<Object>> injects_to_a_client(Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    // The handler may fail, as its peer leaves.
    List<String> unused = Peers.reports();
    Server.Handler handler =
        c -> {
          c.write("go on\ninjected\n");
          return Peers.echo(c);
        };
    try (Server listening = Net.server(handler).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port()))) {
      log.add(await(connection.readLine()));
      try {
        await(connection.startTls(client), IOException.class);
      } catch (IOException e) {
        log.add(e.getMessage().replaceAll(":\\d+", ":PORT"));
      }
      try {
        log.add(await(connection.readLine(), IOException.class));
      } catch (IOException e) {
        log.add(e.getClass().getSimpleName());
      }
    }
    return completed(log);
  }
}
