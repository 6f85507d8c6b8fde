import static dev.fermata.Fermata.*;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Servers, their handlers, and how both end. */
public class Servers {
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
        Net.server(c -> holds(c, begun, until)).maxConnections(2).listen(Peers.LOCAL)) {
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
    Server server = Net.server(c -> holds(c, handlers, until)).listen(Peers.LOCAL);
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
    Server server = Net.server(c -> holds(c, handlers, new Event())).listen(Peers.LOCAL);
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
  public static Coroutine<List<Object>> a_failing_handler() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current()
        .setExceptionHandler(
            (message, exception) -> log.add(exception.getCause().getMessage()));
    try (Server server = Net.server(Servers::fails).listen(Peers.LOCAL)) {
      log.add(await(Peers.asks(server.address(), "fail")));
      log.add(await(Peers.asks(server.address(), "go on")));
    }
    return completed(log);
  }

  /** Clients that send nothing are sent away, and one that sends is served. */
  @Async
  public static Coroutine<List<Object>> idle_clients(int count) throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current().setExceptionHandler((message, failure) -> log.add(message));
    try (Server server =
        Net.server(connection -> Peers.echoOrNote(connection, log))
            .idleTimeout(Duration.ofSeconds(2))
            .listen(Peers.LOCAL)) {
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

  @Async
  public static Coroutine<Boolean> an_address_is_free_after_the_close() throws IOException {
    Server first = Net.server(Peers::echo).listen(Peers.LOCAL);
    SocketAddress address = first.address();
    await(first.closeAsync());
    try (Server second = Net.server(Peers::echo).listen(address);
        Connection connection = await(Net.connect(address))) {
      connection.write("x\n");
      return completed("x".equals(await(connection.readLine())));
    }
  }

  @Async
  public static Coroutine<List<Object>> a_reset_is_no_failure_of_the_handler() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current().setExceptionHandler((message, exception) -> log.add(message));
    try (Server server = Net.server(Peers::echo).listen(Peers.LOCAL)) {
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
    try (Server server = Net.server(Servers::readsAfterItsAbort).listen(Peers.LOCAL);
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
                .listen(Peers.LOCAL);
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
  public static Coroutine<List<Object>> a_close_with_a_pending_cancel(Path file)
      throws IOException {
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
  public static Coroutine<Integer> many(int connections) throws IOException {
    int sum = 0;
    try (Server server = Net.server(Peers::echo).listen(Peers.LOCAL)) {
      List<Task<String>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(spawn(Peers.asks(server.address(), "" + i)));
      }
      for (Task<String> one : all) {
        sum += Integer.parseInt(await(one));
      }
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Boolean> a_stop_of_an_idle_server() throws IOException {
    Server server = Net.server(Peers::echo).listen(Peers.LOCAL);
    Task<Void> ended = spawn(server.ended());
    await(yieldNow());
    server.stop();
    await(ended);
    return completed(true);
  }
}
