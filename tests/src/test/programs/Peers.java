import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.sync.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;

/** Clients and servers that many of the programs have. */
class Peers {
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  static final SocketAddress LOCAL = new InetSocketAddress(LOOPBACK, 0);

  /** After so many milliseconds a blocking peer gives up: what hangs is told as a failure. */
  static final int PATIENCE = 20_000;

  private Peers() {}

  /** A server's handler, which sends each line back. */
  @Async
  static Coroutine<Void> echo(Connection connection) {
    for (String line : connection.lines()) {
      connection.write(line + "\n");
      await(connection.drain());
    }
    return completed();
  }

  /** The same, which notes why it ends, and ends so. */
  @Async
  static Coroutine<Void> echoOrNote(Connection connection, List<Object> log) throws IOException {
    try {
      await(echo(connection), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass().getSimpleName());
      throw e;
    }
    return completed();
  }

  /** Sends pieces, each when it is asked for. */
  @Async
  static Coroutine<Void> sends(Connection connection, Channel<String> pieces) {
    for (String piece : pieces) {
      connection.write(piece);
      await(connection.flush());
    }
    return completed();
  }

  /** Sends so much, of which nothing is like what is beside it. */
  @Async
  static Coroutine<Void> sends(Connection connection, int megabytes, CRC32 sum) {
    byte[] bytes = new byte[1 << 20];
    Random random = new Random(7);
    for (int i = 0; i < megabytes; i++) {
      random.nextBytes(bytes);
      sum.update(bytes);
      connection.write(bytes);
      await(connection.drain());
    }
    await(connection.flush());
    return completed();
  }

  /** Reads a line of which only the beginning comes in time, and then all of it. */
  @Async
  static Coroutine<Void> readsAcrossATimeout(
      Connection connection, Channel<String> pieces, List<Object> log) {
    pieces.trySend("begin, ");
    try {
      log.add(
          await(withTimeout(Duration.ofMillis(20), connection.readLine()), TimeoutException.class));
    } catch (TimeoutException e) {
      log.add("timeout");
    }
    pieces.trySend("end\n");
    log.add(await(connection.readLine()));
    return completed();
  }

  /** Sends a line, and gives the answer. */
  @Async
  static Coroutine<String> asks(Connection connection, String line) {
    connection.write(line + "\n");
    return completed(await(connection.readLine()));
  }

  /** The same over a connection of its own. */
  @Async
  static Coroutine<String> asks(SocketAddress address, String line) {
    try (Connection connection = await(Net.connect(address))) {
      return completed(await(asks(connection, line)));
    }
  }

  /** A blocking server. */
  static ServerSocket listens() throws IOException {
    ServerSocket socket = new ServerSocket(0, 10, LOOPBACK);
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  /** What the loop is told from now on of failures that are nobody's. */
  static List<String> reports() {
    List<String> reports = new ArrayList<>();
    EventLoop.current()
        .setExceptionHandler((message, failure) -> reports.add(String.valueOf(failure)));
    return reports;
  }
}
