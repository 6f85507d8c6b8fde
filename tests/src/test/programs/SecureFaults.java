import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Tls;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Peers that fail, leave or lie, over TLS; and how streams end. */
public class SecureFaults {
  // ---- faults ----------------------------------------------------------------------------------

  /** A server of the JDK's, which says something and then closes only the socket below. */
  static void cutsOff(SSLContext context, ServerSocket listening) throws IOException {
    try (Socket plain = listening.accept()) {
      plain.setSoTimeout(Peers.PATIENCE);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
      socket.setUseClientMode(false);
      socket.startHandshake();
      socket.getOutputStream().write("one\ntwo".getBytes());
      socket.getOutputStream().flush();
      // Its tickets were read, so that the end is no reset.
      socket.getInputStream().read();
    }
  }

  @Async
  public static Coroutine<List<Object>> truncated(SSLContext server, Tls client, String how)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (ServerSocket listening = Peers.listens()) {
      Task<Void> peer =
          spawn(
              toThread(
                  () -> {
                    cutsOff(server, listening);
                    return null;
                  }));
      try (Connection connection =
          await(Net.connect("localhost", listening.getLocalPort(), client))) {
        connection.write("x");
        try {
          switch (how) {
            case "all" -> log.add(await(connection.readAll(100), IOException.class).length);
            case "lines" -> {
              for (String line : connection.lines()) {
                log.add(line);
              }
            }
            case "read" -> {
              byte[] bytes = await(connection.read(100), IOException.class);
              while (bytes.length > 0) {
                log.add(new String(bytes));
                bytes = await(connection.read(100), IOException.class);
              }
            }
            default -> throw new IllegalArgumentException(how);
          }
          log.add("a clean end");
        } catch (Exception e) {
          log.add(e.getClass().getSimpleName());
          log.add(e.getMessage());
        }
      }
      await(peer);
    }
    return completed(log);
  }

  /** A peer that is no TLS server: what it does with the first bytes of the handshake. */
  static int misbehaves(ServerSocket listening, String how) throws IOException {
    try (Socket socket = listening.accept()) {
      socket.setSoTimeout(Peers.PATIENCE);
      InputStream in = socket.getInputStream();
      int first = in.read();
      switch (how) {
        case "reset" -> socket.setSoLinger(true, 0);
        case "end" -> {
          in.readNBytes(in.available());
          socket.shutdownOutput();
          in.readAllBytes();
        }
        case "plain" -> {
          socket.getOutputStream().write("220 ready when you are\r\n".getBytes());
          in.readAllBytes();
        }
        case "silence" -> {
          in.readAllBytes();
        }
        default -> throw new IllegalArgumentException(how);
      }
      return first;
    }
  }

  @Async
  public static Coroutine<List<Object>> meets(String how, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    try (ServerSocket listening = Peers.listens()) {
      Task<Integer> peer = spawn(toThread(() -> misbehaves(listening, how)));
      try {
        await(Net.connect("localhost", listening.getLocalPort(), client), IOException.class);
      } catch (IOException e) {
        log.add(e.getClass().getSimpleName());
        log.add(e.getMessage().replaceAll(":\\d+", ":PORT"));
      }
      // It ends when the connection was closed.
      log.add(await(peer));
    }
    return completed(log);
  }

  /** A connect, or an upgrade, that is cancelled in the middle of the handshake, closes. */
  @Async
  public static Coroutine<List<Object>> cancelled(
      Tls client, boolean inPlace, boolean inTheMiddle)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (ServerSocket listening = Peers.listens()) {
      Event begun = new Event();
      int port = listening.getLocalPort();
      Task<Object> handshake = spawn(shakes(port, client, inPlace, log));
      if (inTheMiddle) {
        Task<Integer> peer = spawn(notices(listening, begun));
        await(begun.await());
        handshake.cancel(false);
        log.add(await(peer));
      } else {
        await(yieldNow());
        handshake.cancel(false);
      }
      try {
        await(handshake);
      } catch (CancellationException e) {
        log.add("cancelled");
      }
    }
    return completed(log);
  }

  /** A peer that does not answer; ends when the connection is closed. */
  static Coroutine<Integer> notices(ServerSocket listening, Event begun) {
    EventLoop loop = EventLoop.current();
    return toThread(
        () -> {
          try (Socket socket = listening.accept()) {
            socket.setSoTimeout(Peers.PATIENCE);
            int first = socket.getInputStream().read();
            loop.execute(begun::set);
            socket.getInputStream().readAllBytes();
            return first;
          }
        });
  }

  @Async
  static Coroutine<Object> shakes(int port, Tls client, boolean inPlace, List<Object> log) {
    if (!inPlace) {
      return completed(await(Net.connect("localhost", port, client)));
    }
    Connection connection = await(Net.connect("localhost", port));
    try {
      await(connection.startTls(client));
    } finally {
      log.add(connection.isOpen());
    }
    return completed("done");
  }

  /** Strangers that say nothing, or nonsense, or leave: others are served, and nobody is bothered. */
  @Async
  public static Coroutine<List<Object>> strangers(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    List<String> reports = Peers.reports();
    List<Connection> strangers = new ArrayList<>();
    try (Server listening = Net.server(Peers::echo).tls(server).listen(Peers.LOCAL)) {
      for (int i = 0; i < 30; i++) {
        Connection stranger = await(Net.connect(listening.address()));
        strangers.add(stranger);
        switch (i % 3) {
          case 0 -> stranger.write("GET / HTTP/1.0\r\n\r\n");
          case 1 -> await(stranger.closeAsync());
          default -> {}
        }
      }
      try (Connection connection = await(Net.connect("localhost", listening.port(), client))) {
        connection.write("served\n");
        log.add(await(connection.readLine()));
      }
      while (listening.connections() > 0) {
        await(sleep(Duration.ofMillis(1)));
      }
      for (Connection stranger : strangers) {
        await(stranger.closeAsync());
      }
    }
    log.addAll(reports);
    return completed(log);
  }

  /** What is wrong with the options is told. */
  @Async
  public static Coroutine<List<Object>> faulty(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current()
        .setExceptionHandler((message, failure) -> log.add(failure.getCause().getMessage()));
    try (Server listening = Net.server(Peers::echo).tls(server).listen(Peers.LOCAL)) {
      try {
        await(Net.connect("localhost", listening.port(), client), IOException.class);
      } catch (IOException e) {
        log.add(e.getClass().getSimpleName());
      }
    }
    return completed(log);
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Answers when the client has sent everything. */
  @Async
  static Coroutine<Void> answers(Connection connection, List<Object> log) {
    byte[] all = await(connection.readAll(1 << 20));
    log.add(all.length);
    connection.write("you sent " + all.length);
    try {
      await(connection.flush(), IOException.class);
    } catch (IOException e) {
      log.add(e.getMessage());
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> half_closes(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening = Net.server(c -> answers(c, log)).tls(server).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port(), client))) {
      connection.write(new byte[100_000]);
      await(connection.endOutput());
      log.add(new String(await(connection.readAll(100))));
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> counts(
      Connection connection, Channel<Object> begun, Channel<Object> counts) {
    begun.trySend("the tickets were sent");
    try {
      counts.trySend(await(connection.readAll(Integer.MAX_VALUE), IOException.class).length);
    } catch (IOException e) {
      counts.trySend(e.getMessage());
    }
    return completed();
  }

  /** A client that reads nothing, not even the tickets of the server, and closes, perhaps before they come. */
  @Async
  public static Coroutine<List<Object>> writes_only(
      Tls server, Tls client, int times, boolean waits, int size) throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<Object> begun = Channel.unbounded();
    Channel<Object> counts = Channel.unbounded();
    try (Server listening =
        Net.server(c -> counts(c, begun, counts)).tls(server).listen(Peers.LOCAL)) {
      for (int i = 0; i < times; i++) {
        try (Connection connection = await(Net.connect("localhost", listening.port(), client))) {
          if (waits) {
            await(begun.receive());
          }
          connection.write(new byte[size]);
        }
        log.add(await(counts.receive()));
      }
    }
    return completed(log);
  }

  /** The peer never says that it has ended. */
  @Async
  public static Coroutine<List<Object>> closes_beside_a_silent_peer(SSLContext server, Tls client)
      throws IOException {
    List<Object> log = new ArrayList<>();
    Event closed = new Event();
    try (ServerSocket listening = Peers.listens()) {
      EventLoop loop = EventLoop.current();
      Task<String> peer =
          spawn(
              toThread(
                  () -> {
                    try (Socket plain = listening.accept()) {
      plain.setSoTimeout(Peers.PATIENCE);
                      SSLSocket socket = serverSocket(server, plain);
                      String line = new String(socket.getInputStream().readNBytes(4));
                      loop.spawn(closed.await()).get();
                      return line + socket.getInputStream().read();
                    }
                  }));
      try (Connection connection =
          await(Net.connect("localhost", listening.getLocalPort(), client))) {
        connection.write("last");
      }
      log.add("closed");
      closed.set();
      log.add(await(peer));
    }
    return completed(log);
  }

  static SSLSocket serverSocket(SSLContext context, Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
    socket.setUseClientMode(false);
    return socket;
  }
}
