import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.sync.Semaphore;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/**
 * Looks which ports of this machine answer, and what those say at first: ./fermata run
 * tests/examples/PortScanner.java 1 65535. A bar shows how far it is.
 */
public class PortScanner {
  private static final int AT_A_TIME = 200;
  private static final int WIDTH = 40;

  private final int first;
  private final int last;

  /** Belongs to the loop's thread, as the count: no locks. */
  private final TreeMap<Integer, String> open = new TreeMap<>();

  private int done;

  PortScanner(int first, int last) {
    this.first = first;
    this.last = last;
  }

  @Async
  private Coroutine<Void> probe(int port) {
    var connecting = withTimeout(Duration.ofSeconds(1), Net.connect("127.0.0.1", port));
    try (Connection connection =
        await(connecting, IOException.class, TimeoutException.class)) {
      open.put(port, "");
      String greeting =
          await(withTimeout(Duration.ofMillis(300), connection.readLine()));
      open.put(port, greeting == null ? "" : greeting);
    } catch (IOException | TimeoutException nobodyThereOrSilent) {
      // Then there is nothing to add.
    }
    return completed();
  }

  @Async
  Coroutine<Void> scan() {
    Semaphore places = new Semaphore(AT_A_TIME);
    var bar = spawn(progress());
    try (TaskGroup group = TaskGroup.open()) {
      for (int port = first; port <= last; port++) {
        await(places.acquire());
        int its = port;
        group.spawn(
            () -> {
              try {
                await(probe(its));
              } finally {
                done++;
                places.release();
              }
              return completed();
            });
      }
    } finally {
      bar.cancel(false);
    }
    draw();
    System.out.println();
    open.forEach((port, greeting) -> System.out.println("  " + port + " " + greeting));
    return completed();
  }

  @Async
  private Coroutine<Void> progress() {
    while (true) {
      draw();
      await(sleep(Duration.ofMillis(100)));
    }
  }

  private void draw() {
    int all = last - first + 1;
    int part = done * WIDTH / all;
    System.out.printf(
        "\r[%s%s] %d of %d, %d open",
        "#".repeat(part), " ".repeat(WIDTH - part), done, all, open.size());
    System.out.flush();
  }

  public static void main(String[] args) {
    int first = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    int last = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    run(new PortScanner(first, last).scan());
  }
}
