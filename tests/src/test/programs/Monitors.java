import static dev.fermata.Fermata.*;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
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

  // Synchronized methods

  private static String holdsClass() {
    return Thread.holdsLock(Monitors.class) ? "class" : "free";
  }

  private static String holds(Object lock) {
    return Thread.holdsLock(lock) ? "held" : "free";
  }

  @Async(releaseMonitors = true)
  public static synchronized Coroutine<List<String>> cold(CompletableFuture<Integer> f) {
    List<String> log = new ArrayList<>();
    log.add(holdsClass());
    int x = await(f);
    log.add(holdsClass() + x);
    await(yieldNow());
    log.add(holdsClass());
    return completed(log);
  }

  @Async(releaseMonitors = true)
  public static synchronized CompletableFuture<List<String>> hot(
      CompletableFuture<Integer> f, List<String> log) {
    log.add(holdsClass());
    int x = await(f);
    log.add(holdsClass() + x);
    return CompletableFuture.completedFuture(log);
  }

  @Async
  public static synchronized Coroutine<List<String>> without_awaits(List<String> log) {
    log.add(holdsClass());
    return completed(log);
  }

  @Async(releaseMonitors = true)
  public static synchronized Iterable<String> generator() {
    for (int i = 0; i < 2; i++) {
      emit(holdsClass() + i);
      synchronized (OUTER) {
        emit(holdsClass() + holds());
      }
    }
    return end();
  }

  @Async(releaseMonitors = true)
  public static synchronized AsyncIterable<String> asyncGenerator(CompletableFuture<Integer> f) {
    try {
      emit(holdsClass() + await(f));
      emit(holdsClass());
    } finally {
      await(yieldNow());
      CLOSED.add(holdsClass());
    }
    return end();
  }

  public static final List<String> CLOSED = new ArrayList<>();

  @Async
  public static Coroutine<List<String>> iterate(CompletableFuture<Integer> f) {
    List<String> log = new ArrayList<>();
    try (AsyncIterator<String> elements = asyncGenerator(f).iterator()) {
      while (log.size() < 4 && elements.hasNext()) {
        log.add(elements.next());
        log.add(holdsClass());
      }
    }
    log.addAll(CLOSED);
    return completed(log);
  }

  /** A counter whose methods are synchronized, one hot, one cold. */
  public static class Counter {
    public final List<String> log = new ArrayList<>();

    @Async(releaseMonitors = true)
    public synchronized CompletableFuture<Integer> hot(CompletableFuture<Integer> f) {
      log.add("hot " + holds(this));
      int x = await(f);
      log.add("hot " + holds(this));
      return CompletableFuture.completedFuture(x);
    }

    @Async(releaseMonitors = true)
    public synchronized Coroutine<Integer> cold(CompletableFuture<Integer> f) {
      log.add("cold " + holds(this));
      int x = await(hot(f));
      log.add("cold " + holds(this));
      return completed(x + await(f));
    }
  }

  public static Counter counter() {
    return new Counter();
  }

  @Async
  public static Coroutine<List<String>> count(CompletableFuture<Integer> f, Counter counter) {
    counter.log.add("end " + await(counter.cold(f)) + holds(counter));
    return completed(counter.log);
  }

  // What HotSpot sees

  /** HotSpot can't pair the exits of an object that is entered twice: it says so of this method. */
  static int twice() {
    Object lock = OUTER;
    int n = 0;
    synchronized (lock) {
      n++;
      synchronized (lock) {
        n++;
      }
    }
    return n;
  }

  public static void main(String[] arguments) {
    twice();
    List<String> log = new ArrayList<>();
    CompletableFuture<Integer> f = CompletableFuture.completedFuture(1);
    run(
        () -> {
          log.addAll(await(nested(f)));
          log.addAll(await(in_a_loop(f)));
          log.addAll(await(failing(f)));
          log.addAll(await(cold(f)));
          log.addAll(await(hot(f, log)));
          log.addAll(await(without_awaits(new ArrayList<>())));
          log.addAll(await(iterate(f)));
          log.addAll(await(count(f, new Counter())));
          return null;
        });
    generator().forEach(log::add);
    System.out.println("all done");
  }
}
