package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.woven.Script.script;

import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a process that has no descriptor left until it was told so some times; it says on its
 * output when it was told, and whether its loop did anything in between.
 */
public final class NoDescriptorsMain {
  private static final SocketAddress LOCAL =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int REPORTS = 3;
  private static final int GIVEN_BACK = 10;

  /** So often a loop that does nothing but one callback looks at its clock, and some more. */
  private static final int MOST_LOOKS = 20;

  private final Clock clock = new Clock();
  private final Deque<Closeable> taken = new ArrayDeque<>();
  private Server listening;
  private int reports;
  private long begin;

  private NoDescriptorsMain() {}

  public static void main(String[] arguments) throws Exception {
    loadAll();
    new NoDescriptorsMain().run();
  }

  /** Loads all classes now: each needs a descriptor where they are in a folder. */
  private static void loadAll() throws Exception {
    for (Class<?> one : List.of(Server.class, NoDescriptorsMain.class)) {
      Path folder = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder.resolve("dev"))) {
          for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
            String name = folder.relativize(file).toString().replace('/', '.');
            if (!name.endsWith("-info.class") && !name.endsWith("Test.class")) {
              Class.forName(name.substring(0, name.length() - ".class".length()));
            }
          }
        }
      }
    }
  }

  private void run() throws IOException {
    Carrier.get().clock = clock;
    // It has its descriptor before the others are taken.
    try (SocketChannel client = SocketChannel.open();
        EventLoop loop = new EventLoop()) {
      loop.setExceptionHandler((message, failure) -> told(failure));
      loop.run(
          script("main")
              .step(
                  in -> {
                    Server server = Net.server(this::serve).listen(LOCAL);
                    client.connect(server.address());
                    takeAll();
                    begin = System.nanoTime();
                    listening = server;
                    return server.ended();
                  })
              .cold());
    }
  }

  private Coroutine<Void> serve(Connection connection) {
    say("served");
    listening.stop();
    return completed();
  }

  private void takeAll() {
    try {
      while (true) {
        taken.push(Files.newInputStream(Path.of("/dev/null")));
      }
    } catch (IOException none) {
      say("none is left");
    }
  }

  private void told(Throwable failure) {
    say(failure.getMessage() + ": " + failure.getCause().getMessage());
    if (reports > 0) {
      long earliest = begin + reports * PAUSE_NANOS;
      say(System.nanoTime() - earliest < 0 ? "too early" : "after the pause");
      say(clock.looks > MOST_LOOKS ? "the loop spins: " + clock.looks : "the loop was idle");
    }
    clock.looks = 0;
    reports++;
    for (int i = 0; reports == REPORTS && i < GIVEN_BACK; i++) {
      close(taken.pop());
    }
  }

  private static void close(Closeable one) {
    try {
      one.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(String what) {
    System.out.println(what);
  }

  /**
   * The machine's clock, which counts who looks at it; a loop that has a timer does so each turn.
   */
  private static final class Clock extends LoopClock {
    private int looks;

    @Override
    long nanoTime() {
      looks++;
      return super.nanoTime();
    }
  }
}
