import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Methods that release their monitors while they are held. */
public class Monitors {
  public static final Object OUTER = new Object();
  public static final Object INNER = new Object();

  /** Says which of the two monitors this thread holds. */
  private static String holds() {
    return (Thread.holdsLock(OUTER) ? "outer " : "") + (Thread.holdsLock(INNER) ? "inner" : "");
  }

  @Async(releaseMonitors = true)
  public static Coroutine<List<String>> nested(CompletableFuture<Integer> f) {
    List<String> log = new ArrayList<>();
    synchronized (OUTER) {
      log.add(holds());
      synchronized (INNER) {
        int x = await(f);
        log.add(holds() + x);
      }
      log.add(holds());
      await(yieldNow());
      log.add(holds());
    }
    log.add(holds());
    return completed(log);
  }

  @Async(releaseMonitors = true)
  public static Coroutine<List<String>> in_a_loop(CompletableFuture<Integer> f) {
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      synchronized (OUTER) {
        for (int j = 0; j < 2; j++) {
          int x = await(f) + i + j;
          await(yieldNow());
          log.add(holds() + x);
        }
      }
      log.add(holds());
    }
    return completed(log);
  }

  @Async(releaseMonitors = true)
  public static Coroutine<List<String>> failing(CompletableFuture<Integer> f) {
    List<String> log = new ArrayList<>();
    try {
      synchronized (OUTER) {
        try {
          log.add("got " + await(f));
        } finally {
          log.add(holds());
        }
      }
    } catch (IllegalStateException e) {
      log.add(e.getMessage() + holds());
    }
    return completed(log);
  }
}
