import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Handlers that fail, and whom it concerns. */
public class ServerHandlers {
  /** Answers once, and fails if it is told so. */
  @Async
  static Coroutine<Void> answer(Connection connection, List<Object> log) {
    try {
      String line = await(connection.readLine());
      if ("fail".equals(line)) {
        throw new IllegalArgumentException("no " + line);
      }
      connection.write(line + "\n");
      await(connection.readLine());
    } finally {
      log.add("end");
    }
    return completed();
  }

  @Async
  static Coroutine<String> ask(SocketAddress address, String line) {
    try (Connection connection = await(Net.connect(address))) {
      connection.write(line + "\n");
      return completed(await(connection.readLine()));
    }
  }

  @Async
  public static Coroutine<List<Object>> a_failure_ends_the_group() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current().setExceptionHandler((message, exception) -> log.add(message));
    try (TaskGroup group = TaskGroup.open();
        Server server = Net.server(c -> answer(c, log)).group(group).listen(Peers.LOCAL);
        Connection other = await(Net.connect(server.address()))) {
      other.write("one\n");
      log.add(await(other.readLine()));
      log.add(await(ask(server.address(), "fail")));
      await(new Event().await());
    } catch (IllegalArgumentException e) {
      log.add(e.getMessage());
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> handledLate(Channel<String> begun, Event go, List<Object> log) {
    begun.trySend("begun");
    await(go.await());
    log.add("handled");
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> the_group_waits_for_handlers() throws IOException {
    List<Object> log = new ArrayList<>();
    Event go = new Event();
    Channel<String> begun = Channel.unbounded();
    try (TaskGroup group = TaskGroup.open()) {
      Server server =
          Net.server(c -> handledLate(begun, go, log)).group(group).listen(Peers.LOCAL);
      try (Connection connection = await(Net.connect(server.address()))) {
        log.add(await(begun.receive()));
      }
      server.stop();
      log.add(group.toString());
      go.set();
    }
    log.add("closed");
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_group_is_not_ended_by_a_reset() throws IOException {
    List<Object> log = new ArrayList<>();
    Channel<Connection> accepted = Channel.unbounded();
    try (TaskGroup group = TaskGroup.open();
        Server server =
            Net.server(
                    c -> {
                      accepted.trySend(c);
                      return answer(c, log);
                    })
                .group(group)
                .listen(Peers.LOCAL)) {
      await(reset(server.address(), accepted));
      log.add(await(ask(server.address(), "two")));
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> reset(SocketAddress address, Channel<Connection> accepted) {
    try (SocketChannel peer = SocketChannel.open(address)) {
      await(accepted.receive());
      peer.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return completed();
  }

  @Async
  static Coroutine<Void> wraps(Connection connection) {
    try {
      await(connection.readLine(), IOException.class);
    } catch (IOException e) {
      throw new IllegalStateException("no line", new UncheckedIOException(e));
    }
    return completed();
  }

  /** What the handler makes of its peer's end says nothing else. */
  @Async
  public static Coroutine<List<Object>> a_wrapped_reset() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current().setExceptionHandler((message, exception) -> log.add(exception));
    Channel<Connection> accepted = Channel.unbounded();
    try (Server server =
        Net.server(
                c -> {
                  accepted.trySend(c);
                  return wraps(c);
                })
            .listen(Peers.LOCAL)) {
      await(reset(server.address(), accepted));
      server.stop();
      await(server.ended());
    }
    await(yieldNow());
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_group_that_is_closed() throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current()
        .setExceptionHandler((message, exception) -> log.add(exception.getCause().getMessage()));
    Server server;
    try (TaskGroup group = TaskGroup.open()) {
      server = Net.server(c -> answer(c, log)).group(group).listen(Peers.LOCAL);
    }
    try (server) {
      log.add(await(ask(server.address(), "one")));
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> refuses(Connection connection) {
    connection.write("no " + await(connection.readLine()) + "\n");
    return completed();
  }

  /** A client that sends all it has before it reads the answer. */
  @Async
  public static Coroutine<List<Object>> a_refused_upload(int size) throws IOException {
    List<Object> log = new ArrayList<>();
    try (Server server = Net.server(ServerHandlers::refuses).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      connection.write("upload\n");
      connection.write(new byte[size]);
      await(connection.flush());
      log.add(await(connection.readLine()));
      log.add(await(connection.readLine()));
      await(connection.closeAsync());
      server.stop();
      await(server.ended());
      log.add(server.connections());
    }
    return completed(log);
  }
}
