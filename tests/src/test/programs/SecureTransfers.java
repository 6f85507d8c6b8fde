import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Tls;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Much that goes over TLS, and other peers than ours. */
public class SecureTransfers {
  // ---- much ------------------------------------------------------------------------------------

  @Async
  static Coroutine<Void> sendsAndEnds(Connection connection, int megabytes, CRC32 sum) {
    await(Peers.sends(connection, megabytes, sum));
    await(connection.endOutput());
    return completed();
  }

  @Async
  static Coroutine<Long> receives(Connection connection, int most) {
    CRC32 sum = new CRC32();
    ByteBuffer buffer = ByteBuffer.allocate(most);
    while (await(connection.read(buffer.clear())) >= 0) {
      sum.update(buffer.flip());
    }
    return completed(sum.getValue());
  }

  @Async
  static Coroutine<Void> exchanges(
      Connection connection, int megabytes, int most, List<Object> log) {
    CRC32 sent = new CRC32();
    Task<Void> sending = spawn(sendsAndEnds(connection, megabytes, sent));
    long received = await(receives(connection, most));
    await(sending);
    // Both send the same.
    log.add(received == sent.getValue());
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> much(Tls server, Tls client, int megabytes, int most)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening =
            Net.server(c -> exchanges(c, megabytes, most, log)).tls(server).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port(), client))) {
      await(exchanges(connection, megabytes, most, log));
    }
    return completed(log);
  }

  @Async
  static Coroutine<String> asks(int port, Tls client, String line) {
    try (Connection connection = await(Net.connect("localhost", port, client))) {
      return completed(await(Peers.asks(connection, line)));
    }
  }

  @Async
  public static Coroutine<Integer> many(Tls server, Tls client, int connections)
      throws IOException {
    int sum = 0;
    try (Server listening = Net.server(Peers::echo).tls(server).listen(Peers.LOCAL)) {
      List<Task<String>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(spawn(asks(listening.port(), client, "" + i)));
      }
      for (Task<String> one : all) {
        sum += Integer.parseInt(await(one));
      }
    }
    return completed(sum);
  }

  // ---- other peers -----------------------------------------------------------------------------

  /** Sends and receives at once, and changes its keys now and then. */
  static boolean exchanges(SSLSocket socket, int megabytes, int handshakes) throws Exception {
    socket.setSoTimeout(Peers.PATIENCE);
    CRC32 sent = new CRC32();
    Thread sending =
        new Thread(
            () -> {
              byte[] bytes = new byte[1 << 20];
              Random random = new Random(7);
              try {
                for (int i = 0; i < megabytes; i++) {
                  random.nextBytes(bytes);
                  sent.update(bytes);
                  socket.getOutputStream().write(bytes);
                  if (i < handshakes) {
                    socket.startHandshake();
                  }
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    sending.start();
    CRC32 received = new CRC32();
    byte[] bytes = new byte[10_000];
    long left = (long) megabytes << 20;
    while (left > 0) {
      int read = socket.getInputStream().read(bytes);
      if (read < 0) {
        return false;
      }
      received.update(bytes, 0, read);
      left -= read;
    }
    sending.join();
    // To the end: what is not read resets the connection.
    socket.shutdownOutput();
    boolean clean = socket.getInputStream().read() < 0;
    return clean && received.getValue() == sent.getValue();
  }

  @Async
  static Coroutine<Void> exchangesAll(
      Connection connection, int megabytes, List<Object> log) {
    CRC32 sent = new CRC32();
    Task<Void> sending = spawn(Peers.sends(connection, megabytes, sent));
    CRC32 received = new CRC32();
    long left = (long) megabytes << 20;
    while (left > 0) {
      byte[] bytes = await(connection.read(100_000));
      received.update(bytes);
      left -= bytes.length;
    }
    await(sending);
    log.add(received.getValue() == sent.getValue());
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> serves_a_socket(
      Tls server, SSLContext client, String protocol, int megabytes, int handshakes)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening =
        Net.server(c -> exchangesAll(c, megabytes, log)).tls(server).listen(Peers.LOCAL)) {
      int port = listening.port();
      log.add(
          await(
              toThread(
                  () -> {
                    try (SSLSocket socket =
                        (SSLSocket) client.getSocketFactory().createSocket("localhost", port)) {
                      socket.setEnabledProtocols(new String[] {protocol});
                      return exchanges(socket, megabytes, handshakes);
                    }
                  })));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> asks_a_socket(
      SSLContext server, Tls client, String protocol, int megabytes, int handshakes)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server.getServerSocketFactory().createServerSocket(0, 10, Peers.LOOPBACK)) {
      listening.setEnabledProtocols(new String[] {protocol});
      Task<Boolean> peer =
          spawn(
              toThread(
                  () -> {
                    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.setSoTimeout(Peers.PATIENCE);
                      return exchanges(socket, megabytes, handshakes);
                    }
                  }));
      try (Connection connection =
          await(Net.connect("localhost", listening.getLocalPort(), client))) {
        await(exchangesAll(connection, megabytes, log));
      }
      log.add(await(peer));
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> http(Connection connection) {
    String request = await(connection.readLine());
    String line = await(connection.readLine());
    while (!line.isEmpty()) {
      line = await(connection.readLine());
    }
    connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + request);
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> serves_http(Tls server, SSLContext client)
      throws IOException {
    List<Object> log = new ArrayList<>();
    HttpClient http = HttpClient.newBuilder().sslContext(client).build();
    try (Server listening = Net.server(SecureTransfers::http).tls(server).listen(Peers.LOCAL)) {
      for (int i = 0; i < 3; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("https://localhost:" + listening.port() + "/" + i))
                .build();
        log.add(await(http.sendAsync(request, HttpResponse.BodyHandlers.ofString())).body());
      }
    }
    return completed(log);
  }

  /** OpenSSL's client, which sends two lines and ends. */
  @Async
  public static Coroutine<List<Object>> serves_openssl(Tls server, String protocol)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening = Net.server(Peers::echo).tls(server).listen(Peers.LOCAL)) {
      ProcessBuilder command =
          new ProcessBuilder(
              "openssl",
              "s_client",
              "-quiet",
              "-no_ign_eof",
              "-connect",
              "127.0.0.1:" + listening.port(),
              protocol);
      command.redirectError(ProcessBuilder.Redirect.DISCARD);
      log.addAll(
          await(
              toThread(
                  () -> {
                    Process client = command.start();
                    client.getOutputStream().write("one\ntwo\n".getBytes());
                    client.getOutputStream().flush();
                    List<String> lines = new ArrayList<>();
                    var reader = client.inputReader();
                    lines.add(reader.readLine());
                    lines.add(reader.readLine());
                    client.getOutputStream().close();
                    lines.add(reader.readLine());
                    client.waitFor();
                    return lines;
                  })));
    }
    return completed(log);
  }

  // ---- bytes one by one ------------------------------------------------------------------------

  /** Hands on each byte on its own. */
  static void dribbles(Socket from, Socket to) {
    try {
      to.setTcpNoDelay(true);
      int next = from.getInputStream().read();
      while (next >= 0) {
        to.getOutputStream().write(next);
        next = from.getInputStream().read();
      }
      to.shutdownOutput();
    } catch (IOException closed) {
      // Either end has closed.
    }
  }

  @Async
  public static Coroutine<List<Object>> byte_by_byte(Tls server, Tls client, int length)
      throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening = Net.server(Peers::echo).tls(server).listen(Peers.LOCAL);
        ServerSocket relay = Peers.listens()) {
      int port = listening.port();
      Task<Void> relaying =
          spawn(
              toThread(
                  () -> {
                    try (Socket near = relay.accept();
                        Socket far = new Socket(Peers.LOOPBACK, port)) {
                      Thread back = new Thread(() -> dribbles(far, near));
                      back.start();
                      dribbles(near, far);
                      back.join();
                    }
                    return null;
                  }));
      try (Connection connection =
          await(Net.connect("localhost", relay.getLocalPort(), client))) {
        String line = "x".repeat(length);
        connection.write(line + "\n");
        log.add(line.equals(await(connection.readLine())));
        await(connection.endOutput());
        log.add(await(connection.readLine()));
      }
      await(relaying);
    }
    return completed(log);
  }

  // ---- what connections do anyway --------------------------------------------------------------

  @Async
  public static Coroutine<List<Object>> a_cancelled_read_loses_nothing(Tls server, Tls client)
      throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server listening =
            Net.server(c -> Peers.sends(c, pieces)).tls(server).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port(), client))) {
      await(Peers.readsAcrossATimeout(connection, pieces, log));
      pieces.close();
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> idle(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server listening =
            Net.server(c -> Peers.echoOrNote(c, log))
                .tls(server)
                .idleTimeout(Duration.ofMillis(300))
                .listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port(), client))) {
      connection.write("one\n");
      log.add(await(connection.readLine()));
      try {
        log.add(await(connection.readLine(), IOException.class));
      } catch (IOException e) {
        log.add(e.getClass().getSimpleName());
      }
    }
    return completed(log);
  }

  /** The peer does not read until it is told to. */
  @Async
  static Coroutine<Void> readsLate(Connection connection, Event read) {
    await(read.await());
    byte[] bytes = await(connection.read(1 << 16));
    while (bytes.length > 0) {
      bytes = await(connection.read(1 << 16));
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> drains(Tls server, Tls client) throws IOException {
    List<Object> log = new ArrayList<>();
    Event read = new Event();
    try (Server listening = Net.server(c -> readsLate(c, read)).tls(server).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", listening.port(), client))) {
      connection.setWaterMarks(10_000, 100_000);
      while (connection.unwritten() <= 100_000) {
        connection.write(new byte[50_000]);
      }
      Task<Void> draining = spawn(connection.drain());
      Task<Void> flushing = spawn(connection.flush());
      for (int i = 0; i < 200; i++) {
        await(yieldNow());
      }
      log.add(draining.isDone());
      read.set();
      await(draining);
      log.add(connection.unwritten() <= 10_000);
      await(flushing);
      log.add(connection.unwritten());
    }
    return completed(log);
  }
}
