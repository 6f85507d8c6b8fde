import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.EndOfStreamException;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** What one connection reads and writes. */
public class Streams {
  @Async
  public static Coroutine<List<Object>> reads_in_pieces() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server server = Net.server(c -> Peers.sends(c, pieces)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      pieces.trySend("abc");
      log.add(new String(await(connection.readExactly(2))));
      Task<byte[]> rest = spawn(connection.readExactly(4));
      await(yieldNow());
      pieces.trySend("de");
      pieces.trySend("f--x-");
      log.add(new String(await(rest)));
      log.add(new String(await(connection.readUntil("-x-".getBytes(), 10))));
      pieces.trySend("tail");
      pieces.close();
      try {
        await(connection.readExactly(100), EndOfStreamException.class);
      } catch (EndOfStreamException e) {
        log.add(e.getMessage());
        log.add(new String(e.partial()));
      }
      log.add(await(connection.read(10)).length);
      log.add(await(connection.read(ByteBuffer.allocate(10))));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> limits() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server server = Net.server(c -> Peers.sends(c, pieces)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      pieces.trySend("12345678\n");
      try {
        await(connection.readLine(7), IOException.class);
      } catch (IOException e) {
        log.add(e.getMessage());
      }
      log.add(await(connection.readLine(8)));
      pieces.trySend("end");
      pieces.close();
      try {
        await(connection.readAll(2), IOException.class);
      } catch (IOException e) {
        log.add(e.getMessage());
      }
      log.add(new String(await(connection.readAll(3))));
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> collects(Connection connection, List<String> lines, Event end) {
    for (String line : connection.lines()) {
      lines.add(line);
    }
    end.set();
    return completed();
  }

  /** Lines of all lengths, in pieces that end anywhere. */
  @Async
  public static Coroutine<List<String>> lines_in_pieces(List<String> pieces) throws IOException {
    List<String> lines = new ArrayList<>();
    Event end = new Event();
    try (Server server = Net.server(c -> collects(c, lines, end)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      for (String piece : pieces) {
        connection.write(piece);
        await(connection.flush(), IOException.class);
        for (int i = 0; i < 200; i++) {
          await(yieldNow()); // so often that the loop takes events in between
        }
      }
      await(connection.endOutput());
      await(end.await());
    }
    return completed(lines);
  }

  /** The first one that gets something aborts all others. */
  @Async
  static Coroutine<Void> aborts_others(
      Connection connection, List<Connection> all, List<String> log) throws IOException {
    all.add(connection);
    try {
      log.add("got " + await(connection.read(1), IOException.class).length);
    } catch (ClosedChannelException e) {
      log.add("aborted");
    }
    for (Connection other : all) {
      if (other != connection) {
        other.abort();
      }
    }
    return completed();
  }

  /** Events of all connections come at once, and the first task that runs closes the others. */
  @Async
  public static Coroutine<List<Object>> aborted_with_events_to_come(int count) throws IOException {
    List<Connection> all = new ArrayList<>();
    List<String> log = new ArrayList<>();
    List<Connection> clients = new ArrayList<>();
    try (Server server = Net.server(c -> aborts_others(c, all, log)).listen(Peers.LOCAL)) {
      for (int i = 0; i < count; i++) {
        clients.add(await(Net.connect(server.address())));
      }
      while (all.size() < count) {
        await(yieldNow());
      }
      for (Connection client : clients) {
        client.write("x");
      }
    }
    for (Connection client : clients) {
      client.abort();
    }
    return completed(
        List.of(log.size(), log.contains("got 1"), log.contains("aborted"), log.contains("got 0")));
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_read_loses_nothing() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server server = Net.server(c -> Peers.sends(c, pieces)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      await(Peers.readsAcrossATimeout(connection, pieces, log));
      pieces.close();
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> two_readers() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server server = Net.server(c -> Peers.sends(c, pieces)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      Task<String> first = spawn(connection.readLine());
      await(yieldNow());
      try {
        await(connection.readLine());
      } catch (IllegalStateException e) {
        log.add(e.getMessage().replaceAll("\\[.*?]", ""));
      }
      pieces.trySend("for the first\n");
      log.add(await(first));
      pieces.close();
    }
    return completed(log);
  }

  /** The peer resets the connection while something is read, and while something is written. */
  @Async
  public static Coroutine<List<Object>> a_reset() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<Connection> accepted = Channel.unbounded();
    Event over = new Event();
    try (Server server =
        Net.server(
                c -> {
                  accepted.trySend(c);
                  return over.await();
                })
            .listen(Peers.LOCAL)) {
      try (SocketChannel peer = SocketChannel.open(server.address())) {
        Connection connection = await(accepted.receive());
        Task<String> reading = spawn(connection.readLine());
        await(yieldNow());
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        try {
          await(reading, IOException.class);
        } catch (IOException e) {
          log.add("read " + (e.getMessage() != null));
        }
        try {
          await(connection.readLine(), IOException.class);
        } catch (IOException e) {
          log.add("read again " + (e.getMessage() != null));
        }
        try {
          // The first may go into the system's buffer.
          for (int i = 0; i < 1_000; i++) {
            connection.write(new byte[10_000]);
            await(connection.flush(), IOException.class);
          }
        } catch (IOException e) {
          log.add("flush " + (e.getMessage() != null));
        }
      }
      over.set();
    }
    return completed(log);
  }

  /** Many connections get small pieces in one turn. */
  @Async
  public static Coroutine<List<Object>> tells_all(int peers) throws IOException {
    List<Object> log = new ArrayList<>();
    List<Connection> accepted = new ArrayList<>();
    Event over = new Event();
    try (Server server =
            Net.server(
                    c -> {
                      accepted.add(c);
                      return over.await();
                    })
                .listen(Peers.LOCAL);
        TaskGroup group = TaskGroup.open()) {
      List<Task<byte[]>> reading = new ArrayList<>();
      for (int i = 0; i < peers; i++) {
        Connection connection = await(Net.connect(server.address()));
        reading.add(group.spawn(connection.readAll(100)));
      }
      while (accepted.size() < peers) {
        await(yieldNow());
      }
      for (Connection connection : accepted) {
        connection.write("one,");
      }
      for (Connection connection : accepted) {
        connection.write("two");
      }
      over.set();
      for (Task<byte[]> bytes : reading) {
        log.add(new String(await(bytes)));
      }
    }
    return completed(log);
  }

  /** Leaves a connection open when the loop ends. */
  @Async
  public static Coroutine<Void> says_goodbye(SocketAddress address) throws IOException {
    Connection connection = await(Net.connect(address));
    connection.write("good");
    connection.write("bye");
    return completed();
  }
}
