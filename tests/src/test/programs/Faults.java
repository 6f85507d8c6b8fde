import static dev.fermata.Fermata.*;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.Connection;
import dev.fermata.io.EndOfStreamException;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Subprocess;
import dev.fermata.sync.Lock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong on networks, and too many of everything. */
public class Faults {
  /** A server for another process. */
  @Async
  static Coroutine<Void> serve() throws IOException {
    EventLoop.current()
        .setExceptionHandler((message, exception) -> System.out.println(exception.getMessage()));
    try (Server server = Net.server(Peers::echo).listen(Peers.LOCAL)) {
      // What the virtual machine opens for a first time is open then.
      await(Peers.asks(server.address(), "first"));
      System.out.println(server.port());
      await(server.ended());
    }
    return completed();
  }

  public static void main(String[] args) throws IOException {
    run(serve());
  }

  private static SocketAddress local(int port) {
    return new InetSocketAddress(Peers.LOOPBACK, port);
  }

  /** Clients that send a byte and no more; others are served, and then they are, too. */
  @Async
  public static Coroutine<List<Object>> slow_clients(int port, int count) throws IOException {
    List<Connection> slow = new ArrayList<>();
    List<Object> log = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Connection connection = await(Net.connect(local(port)));
      connection.write("s");
      slow.add(connection);
    }
    int right = 0;
    try (Connection normal = await(Net.connect(local(port)))) {
      for (int i = 0; i < 100; i++) {
        right += await(Peers.asks(normal, "normal " + i)).equals("normal " + i) ? 1 : 0;
      }
    }
    log.add(right);
    right = 0;
    for (Connection connection : slow) {
      connection.write("low\n");
    }
    for (Connection connection : slow) {
      right += "slow".equals(await(connection.readLine())) ? 1 : 0;
      await(connection.closeAsync());
    }
    log.add(right);
    return completed(log);
  }

  /** More clients at once than the server has descriptors; each leaves when it was served. */
  @Async
  public static Coroutine<Integer> too_many(int port, int count) throws IOException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(await(Net.connect(local(port))));
    }
    int right = 0;
    for (Connection connection : all) {
      right += await(Peers.asks(connection, "hello")).equals("hello") ? 1 : 0;
      await(connection.closeAsync());
    }
    return completed(right);
  }

  @Async
  static Coroutine<Integer> connectsAgainAndAgain(SocketAddress address, int count)
      throws IOException {
    int right = 0;
    for (int i = 0; i < count; i++) {
      try (Connection connection = await(Net.connect(address))) {
        right += await(Peers.asks(connection, "" + i)).equals("" + i) ? 1 : 0;
      }
    }
    return completed(right);
  }

  /** Many connections, so many at a time. */
  @Async
  public static Coroutine<Integer> again_and_again(Path folder, int count, int atATime)
      throws IOException {
    SocketAddress address =
        folder == null ? Peers.LOCAL : UnixDomainSocketAddress.of(folder.resolve("s"));
    int right = 0;
    try (Server server = Net.server(Peers::echo).listen(address)) {
      List<Coroutine<Integer>> all = new ArrayList<>();
      for (int i = 0; i < atATime; i++) {
        all.add(connectsAgainAndAgain(server.address(), count / atATime));
      }
      for (int some : await(gather(all))) {
        right += some;
      }
    }
    return completed(right);
  }

  // ---- a cancel at every await -----------------------------------------------------------------

  /** What a session has begun and not ended. */
  private static int open;

  /** Awaits whatever there is. */
  @Async
  static Coroutine<Void> session(Connection connection, Path path, Lock lock) throws IOException {
    open++;
    try {
      String name = await(connection.readLine());
      await(lock.acquire());
      try {
        try (AsyncFile file = await(AsyncFile.open(path, CREATE, READ, WRITE))) {
          file.write(name + "\n");
          await(file.flush());
          file.seek(0);
          connection.write(await(file.readLine()) + "\n");
        }
      } finally {
        lock.release();
      }
      await(connection.drain());
      try (Subprocess cat = await(Subprocess.exec("cat"))) {
        cat.stdin().write("cat\n");
        connection.write(await(cat.stdout().readLine()) + "\n");
      }
      try (TaskGroup group = TaskGroup.open()) {
        group.spawn(connection.flush());
        group.spawn(sleep(Duration.ofMillis(1)));
      }
      connection.write(await(connection.readExactly(3)));
      await(connection.endOutput());
    } finally {
      open--;
    }
    return completed();
  }

  @Async
  static Coroutine<String> client(SocketAddress address) throws IOException {
    open++;
    try (Connection connection = await(Net.connect(address))) {
      connection.write("ann\nxyz");
      return completed(new String(await(connection.readAll(100))));
    } finally {
      open--;
    }
  }

  /**
   * Cancels the client or the server's handlers after some turns of the loop.
   *
   * @return whether all had ended before, and what is still open
   */
  @Async
  public static Coroutine<List<Object>> a_cancel(Path folder, int turns, boolean ofClient)
      throws IOException {
    List<Object> log = new ArrayList<>();
    EventLoop.current()
        .setExceptionHandler(
            (message, exception) -> {
              // That its client has gone early is what a handler may tell.
              if (!(exception.getCause() instanceof EndOfStreamException)) {
                log.add(exception.getCause());
              }
            });
    open = 0;
    Lock lock = new Lock();
    Server server = Net.server(c -> session(c, folder.resolve("names"), lock)).listen(Peers.LOCAL);
    Task<String> task = spawn(client(server.address()));
    for (int i = 0; i < turns && !task.isDone(); i++) {
      await(sleep(Duration.ofNanos(20_000)));
    }
    boolean wasDone = task.isDone();
    if (ofClient) {
      task.cancel(false);
      await(gatherSettled(task));
      await(server.shutdown(Duration.ofSeconds(30)));
    } else {
      await(server.shutdown(Duration.ZERO));
      await(gatherSettled(task));
    }
    log.add(wasDone ? await(task) : "");
    log.add(open);
    log.add(server.connections());
    log.add(lock.isLocked());
    return completed(log);
  }
}
