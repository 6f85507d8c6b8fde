import static dev.fermata.Fermata.*;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.Connection;
import dev.fermata.io.Datagram;
import dev.fermata.io.EndOfStreamException;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.UdpSocket;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;

/** Clients and servers that talk to one another. */
public class Network {
  private static final SocketAddress LOCAL =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @Async
  static Coroutine<Void> echo(Connection connection) {
    for (String line : connection.lines()) {
      connection.write(line + "\n");
      await(connection.drain());
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> echoes(String path) throws IOException {
    List<Object> log = new ArrayList<>();
    SocketAddress address = path.isEmpty() ? LOCAL : UnixDomainSocketAddress.of(Path.of(path));
    try (Server server = Net.server(Network::echo).listen(address)) {
      try (Connection connection = await(Net.connect(server.address()))) {
        connection.write("one\ntw");
        log.add(await(connection.readLine()));
        connection.write("o\r\nthree");
        log.add(await(connection.readLine()));
        await(connection.endOutput());
        log.add(await(connection.readLine()));
        log.add(await(connection.readLine()));
      }
    }
    return completed(log);
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

  @Async
  public static Coroutine<List<Object>> reads_in_pieces() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server server = Net.server(c -> sends(c, pieces)).listen(LOCAL);
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
    try (Server server = Net.server(c -> sends(c, pieces)).listen(LOCAL);
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
    try (Server server = Net.server(c -> collects(c, lines, end)).listen(LOCAL);
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
    try (Server server = Net.server(c -> aborts_others(c, all, log)).listen(LOCAL)) {
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
  static Coroutine<Void> sends_back(Connection connection) {
    ByteBuffer buffer = ByteBuffer.allocate(50_000);
    while (await(connection.read(buffer.clear())) >= 0) {
      connection.write(buffer.flip());
      await(connection.drain());
    }
    return completed();
  }

  @Async
  static Coroutine<Void> sends(Connection connection, int megabytes, CRC32 sum) {
    byte[] bytes = new byte[1 << 20];
    for (int i = 0; i < megabytes; i++) {
      java.util.Arrays.fill(bytes, (byte) (i * 31));
      sum.update(bytes);
      connection.write(bytes);
      await(connection.drain());
    }
    await(connection.endOutput());
    return completed();
  }

  /** More than any buffer of the system takes, there and back. */
  @Async
  public static Coroutine<Boolean> much(int megabytes) throws IOException {
    CRC32 sent = new CRC32();
    CRC32 received = new CRC32();
    try (Server server = Net.server(Network::sends_back).listen(LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      Task<Void> sending = spawn(sends(connection, megabytes, sent));
      byte[] bytes = await(connection.read(1 << 16));
      while (bytes.length > 0) {
        received.update(bytes);
        bytes = await(connection.read(1 << 16));
      }
      await(sending);
    }
    return completed(sent.getValue() == received.getValue());
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_read_loses_nothing() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server server = Net.server(c -> sends(c, pieces)).listen(LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      pieces.trySend("begin, ");
      try {
        log.add(
            await(
                withTimeout(Duration.ofMillis(20), connection.readLine()),
                TimeoutException.class));
      } catch (TimeoutException e) {
        log.add("timeout");
      }
      pieces.trySend("end\n");
      log.add(await(connection.readLine()));
      pieces.close();
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> two_readers() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<String> pieces = Channel.unbounded();
    try (Server server = Net.server(c -> sends(c, pieces)).listen(LOCAL);
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
            .listen(LOCAL)) {
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

  @Async
  static Coroutine<Void> holds(Connection connection, Channel<Object> log, Event until) {
    log.trySend("begin");
    try {
      await(until.await());
    } finally {
      log.trySend("finally");
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> a_limited_number() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<Object> begun = Channel.unbounded();
    Event until = new Event();
    try (Server server =
        Net.server(c -> holds(c, begun, until)).maxConnections(2).listen(LOCAL)) {
      Connection one = await(Net.connect(server.address()));
      Connection two = await(Net.connect(server.address()));
      await(begun.receive());
      await(begun.receive());
      Connection three = await(Net.connect(server.address()));
      for (int i = 0; i < 1_000; i++) {
        await(yieldNow());
      }
      log.add(server.connections());
      until.set();
      await(begun.receive());
      await(begun.receive());
      log.add(await(begun.receive()));
      for (Connection connection : List.of(one, two, three)) {
        log.add(await(connection.read(1)).length);
        await(connection.closeAsync());
      }
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> shuts_down(String how) throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<Object> handlers = Channel.unbounded();
    Event until = new Event();
    Server server = Net.server(c -> holds(c, handlers, until)).listen(LOCAL);
    Connection connection = await(Net.connect(server.address()));
    log.add(await(handlers.receive()));
    Task<Void> closing =
        spawn(
            switch (how) {
              case "close" -> server.closeAsync();
              case "failure" -> server.closeAsync(new IllegalStateException());
              case "grace" -> server.shutdown(Duration.ofMillis(10));
              default -> throw new IllegalArgumentException(how);
            });
    if (how.equals("close")) {
      for (int i = 0; i < 100; i++) {
        await(yieldNow());
      }
      log.add(closing.isDone());
      until.set();
    }
    await(closing);
    log.add(handlers.tryReceive());
    log.add(server.connections());
    log.add(await(connection.read(1)).length);
    try {
      await(Net.connect(server.address()), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass().getSimpleName());
    }
    await(connection.closeAsync());
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_cancelled_close_cancels_handlers() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<Object> handlers = Channel.unbounded();
    Server server = Net.server(c -> holds(c, handlers, new Event())).listen(LOCAL);
    Connection connection = await(Net.connect(server.address()));
    log.add(await(handlers.receive()));
    Task<Void> closing = spawn(server.closeAsync());
    await(yieldNow());
    closing.cancel(false);
    try {
      await(closing);
    } catch (CancellationException e) {
      log.add("cancelled");
    }
    log.add(handlers.tryReceive());
    log.add(server.connections());
    await(connection.closeAsync());
    return completed(log);
  }

  @Async
  static Coroutine<Void> fails(Connection connection) {
    String line = await(connection.readLine());
    if (line.equals("fail")) {
      throw new IllegalStateException("failed on purpose");
    }
    connection.write("well\n");
    return completed();
  }

  @Async
  static Coroutine<String> asks(Server server, String line) {
    try (Connection connection = await(Net.connect(server.address()))) {
      connection.write(line + "\n");
      return completed(await(connection.readLine()));
    }
  }

  @Async
  public static Coroutine<List<Object>> a_failing_handler() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current()
        .setExceptionHandler(
            (message, exception) -> log.add(exception.getCause().getMessage()));
    try (Server server = Net.server(Network::fails).listen(LOCAL)) {
      log.add(await(asks(server, "fail")));
      log.add(await(asks(server, "go on")));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<Integer> many(int connections) throws IOException {
    int sum = 0;
    try (Server server = Net.server(Network::echo).listen(LOCAL)) {
      List<Task<String>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(spawn(asks(server, "" + i)));
      }
      for (Task<String> one : all) {
        sum += Integer.parseInt(await(one));
      }
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<List<Object>> nobody_listens() throws IOException {
    List<Object> log = new ArrayList<>();
    Server server = Net.server(Network::echo).listen(LOCAL);
    int port = server.port();
    await(server.closeAsync());
    try {
      await(Net.connect("localhost", port), IOException.class);
    } catch (IOException e) {
      log.add(e.getMessage().contains(":" + port));
    }
    try {
      await(Net.connect("no-such-host.invalid", port), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass().getSimpleName());
    }
    return completed(log);
  }

  @Async
  public static Coroutine<String> by_name() throws IOException {
    try (Server server = Net.server(Network::echo).listen(LOCAL);
        Connection connection = await(Net.connect("localhost", server.port()))) {
      connection.write("by name\n");
      return completed(await(connection.readLine()));
    }
  }

  /** Clients that send nothing are sent away, and one that sends is served. */
  /** Notes why it ends, and ends so. */
  @Async
  static Coroutine<Void> echoOrNote(Connection connection, List<Object> log) throws IOException {
    try {
      await(echo(connection), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass());
      throw e;
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> idle_clients(int count) throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current().setExceptionHandler((message, failure) -> log.add(message));
    try (Server server =
        Net.server(connection -> echoOrNote(connection, log))
            .idleTimeout(Duration.ofSeconds(2))
            .listen(LOCAL)) {
      List<Connection> idle = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        idle.add(await(Net.connect(server.address())));
      }
      try (Connection connection = await(Net.connect(server.address()))) {
        while (server.connections() > 1) {
          connection.write("line\n");
          await(connection.readLine());
        }
        connection.write("served\n");
        log.add(await(connection.readLine()));
      }
      for (Connection connection : idle) {
        await(connection.closeAsync());
      }
    }
    return completed(log);
  }

  /** A coroutine does nothing until it is awaited, as every other one. */
  @Async
  public static Coroutine<String> ends_that_nobody_awaits() throws IOException {
    try (Server server = Net.server(Network::echo).listen(LOCAL)) {
      List<Coroutine<Void>> ends = new ArrayList<>(List.of(server.closeAsync()));
      try (Connection connection = await(Net.connect(server.address()))) {
        ends.add(connection.endOutput());
        ends.add(connection.closeAsync());
        connection.write("still open\n");
        return completed(await(connection.readLine()));
      }
    }
  }

  /** What is written last gets there, though the handler ends at once. */
  @Async
  public static Coroutine<Integer> writes_and_ends(int bytes) throws IOException {
    Server.Handler handler =
        c -> {
          c.write(new byte[bytes]);
          return completed();
        };
    try (Server server = Net.server(handler).listen(LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      return completed(await(connection.readAll(bytes)).length);
    }
  }

  @Async
  public static Coroutine<Boolean> an_address_is_free_after_the_close() throws IOException {
    Server first = Net.server(Network::echo).listen(LOCAL);
    SocketAddress address = first.address();
    await(first.closeAsync());
    try (Server second = Net.server(Network::echo).listen(address);
        Connection connection = await(Net.connect(address))) {
      connection.write("x\n");
      return completed("x".equals(await(connection.readLine())));
    }
  }

  @Async
  public static Coroutine<List<Object>> a_reset_is_no_failure_of_the_handler() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current().setExceptionHandler((message, exception) -> log.add(message));
    try (Server server = Net.server(Network::echo).listen(LOCAL)) {
      try (SocketChannel peer = SocketChannel.open(server.address())) {
        while (server.connections() == 0) {
          await(sleep(Duration.ofMillis(1)));
        }
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      server.stop();
      await(server.ended());
    }
    await(yieldNow());
    return completed(log);
  }

  @Async
  static Coroutine<Void> readsAfterItsAbort(Connection connection) {
    connection.abort();
    await(connection.readLine());
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> a_use_after_the_close() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current()
        .setExceptionHandler((message, exception) -> log.add(exception.getCause().getClass()));
    try (Server server = Net.server(Network::readsAfterItsAbort).listen(LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      log.add(await(connection.read(1)).length);
    }
    return completed(log);
  }

  /** Leaves its blocks while a cancel is pending, which keeps each wait from beginning. */
  @Async
  static Coroutine<Void> leavesCancelled(Path file, List<Object> opened) throws IOException {
    try (Server server =
            Net.server(
                    c -> {
                      opened.add(c);
                      return new Event().await();
                    })
                .listen(LOCAL);
        AsyncFile written = await(AsyncFile.open(file, CREATE_NEW, WRITE));
        Connection connection = await(Net.connect(server.address()))) {
      opened.add(written);
      opened.add(connection);
      opened.add(server);
      while (opened.size() < 4) {
        await(sleep(Duration.ofMillis(1)));
      }
      written.write("all");
      connection.write(new byte[10_000_000]);
      Task.current().cancel(false);
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> a_close_with_a_pending_cancel(Path file) throws IOException {
    List<Object> log = new ArrayList<>();
    List<Object> opened = new ArrayList<>();
    Task<Void> task = spawn(leavesCancelled(file, opened));
    try {
      await(task);
    } catch (CancellationException e) {
      log.add("cancelled");
    }
    for (Object one : opened) {
      if (one instanceof Server server) {
        log.add(server.connections());
      } else {
        log.add(one instanceof Connection c ? c.isOpen() : ((AsyncFile) one).isOpen());
      }
    }
    return completed(log);
  }

  @Async
  public static Coroutine<Boolean> a_stop_of_an_idle_server() throws IOException {
    Server server = Net.server(Network::echo).listen(LOCAL);
    Task<Void> ended = spawn(server.ended());
    await(yieldNow());
    server.stop();
    await(ended);
    return completed(true);
  }

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
    try (UdpSocket server = UdpSocket.bind(LOCAL);
        UdpSocket client = UdpSocket.bind(LOCAL)) {
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
    try (UdpSocket closed = UdpSocket.bind(LOCAL)) {
      nobody = closed.address();
    }
    try (UdpSocket client = UdpSocket.bind(LOCAL).connect(nobody)) {
      await(client.send("hello", nobody));
      try {
        await(client.receive(), IOException.class);
      } catch (PortUnreachableException e) {
        log.add("refused");
      }
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> sendsAll(Connection connection, Path path) {
    try (AsyncFile file = await(AsyncFile.open(path))) {
      await(file.transferTo(connection));
    }
    return completed();
  }

  /** From a file through a connection to another file. */
  @Async
  public static Coroutine<Boolean> a_transfer(Path from, Path to) throws IOException {
    try (Server server = Net.server(c -> sendsAll(c, from)).listen(LOCAL);
        Connection connection = await(Net.connect(server.address()));
        AsyncFile file = await(AsyncFile.open(to, CREATE_NEW, WRITE))) {
      long count = await(connection.transferTo(file));
      await(file.flush());
      return completed(count == await(file.size()));
    }
  }
}
