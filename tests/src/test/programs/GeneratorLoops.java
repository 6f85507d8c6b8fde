import static dev.fermata.Fermata.*;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Loops over generators that are left early. */
public class GeneratorLoops {
  static final List<Object> LOG = new ArrayList<>();

  public static List<Object> taken() {
    List<Object> log = new ArrayList<>(LOG);
    LOG.clear();
    return log;
  }

  @Async
  public static AsyncIterable<Integer> numbers(String name) {
    try {
      for (int i = 0; ; i++) {
        emit(i);
        await(yieldNow());
      }
    } finally {
      await(yieldNow());
      LOG.add("end of " + name);
    }
  }

  @Async
  public static Iterable<Integer> plain(String name) {
    try {
      for (int i = 0; ; i++) {
        emit(i);
      }
    } finally {
      LOG.add("end of " + name);
    }
  }

  /** A generator as a user's own type. */
  public static final class Tree implements Iterable<String> {
    @Override
    @Async
    public Iterator<String> iterator() {
      try {
        emit("left");
        emit("right");
      } finally {
        LOG.add("end of the tree");
      }
      return null;
    }
  }

  @Async
  public static Coroutine<List<Object>> breaks() {
    for (int x : numbers("a")) {
      if (x == 2) {
        LOG.add("found " + x);
        break;
      }
    }
    LOG.add("behind");
    return completed(taken());
  }

  @Async
  public static Coroutine<Object> returns() {
    for (int x : numbers("a")) {
      if (x == 2) {
        return completed(seen(x));
      }
    }
    return completed("none");
  }

  static Object seen(int x) {
    LOG.add("returns");
    return x;
  }

  @Async
  public static Coroutine<List<Object>> continues_outer() {
    outer:
    for (int x : numbers("outer")) {
      for (int y : numbers("inner " + x)) {
        if (x == 2) {
          break outer;
        }
        if (y == 1) {
          continue outer;
        }
      }
    }
    LOG.add("behind");
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> throwing() {
    try {
      for (int x : numbers("a")) {
        if (x == 1) {
          throw new IllegalStateException("body");
        }
      }
    } catch (IllegalStateException e) {
      LOG.add(e.getMessage());
    } finally {
      LOG.add("finally");
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<Object> returns_through_finally() {
    try {
      for (int x : numbers("a")) {
        try {
          if (x == 1) {
            return completed(x);
          }
        } finally {
          LOG.add("inner");
        }
      }
    } finally {
      LOG.add("outer");
    }
    return completed("none");
  }

  @Async
  public static AsyncIterable<Integer> failing_cleanup() {
    try {
      emit(1);
      emit(2);
    } finally {
      await(yieldNow());
      throwCleanup();
    }
    return end();
  }

  static void throwCleanup() {
    throw new IllegalArgumentException("cleanup");
  }

  @Async
  public static Coroutine<List<Object>> fails_twice() {
    try {
      for (int x : failing_cleanup()) {
        throw new IllegalStateException("body " + x);
      }
    } catch (IllegalStateException e) {
      LOG.add(e.getMessage() + ", suppressed " + e.getSuppressed()[0].getMessage());
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> fails_at_the_break() {
    try {
      for (int x : failing_cleanup()) {
        LOG.add(x);
        break;
      }
    } catch (IllegalArgumentException e) {
      LOG.add(e.getMessage());
    }
    return completed(taken());
  }

  @Async
  public static AsyncIterable<Integer> passes_on(AsyncIterable<Integer> source) {
    for (int x : source) {
      emit(x);
    }
    return end();
  }

  @Async
  public static Coroutine<List<Object>> closes_what_its_source_loops_over() {
    for (int x : passes_on(numbers("inmost"))) {
      LOG.add(x);
      break;
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> a_cleanup_deep_down_fails() {
    try {
      for (int x : passes_on(failing_cleanup())) {
        LOG.add(x);
        break;
      }
    } catch (IllegalArgumentException e) {
      LOG.add(e.getMessage());
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> plain_ones() {
    for (int x : plain("a")) {
      if (x == 1) {
        break;
      }
    }
    try {
      for (int x : plain("b")) {
        await(yieldNow());
        throw new IllegalStateException("body " + x);
      }
    } catch (IllegalStateException e) {
      LOG.add(e.getMessage());
    }
    for (String side : new Tree()) {
      LOG.add(side);
      break;
    }
    for (String other : List.of("x", "y")) {
      LOG.add(other);
      break;
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> a_held_iterator_goes_on() {
    AsyncIterator<Integer> it = numbers("held").iterator();
    while (it.hasNext()) {
      if (it.next() == 1) {
        break;
      }
    }
    LOG.add("goes on with " + it.next());
    it.close();
    return completed(taken());
  }

  /** An iterator of a user's own. */
  public static final class Own implements AsyncIterable<Integer>, AsyncIterator<Integer> {
    private int left = 2;

    @Override
    public AsyncIterator<Integer> iterator() {
      return this;
    }

    @Override
    public Coroutine<Boolean> hasNextAsync() {
      return completed(left > 0);
    }

    @Override
    public Coroutine<Integer> nextAsync() {
      return completed(left--);
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync() {
      await(yieldNow());
      LOG.add("closed");
      return completed();
    }
  }

  @Async
  public static Coroutine<List<Object>> an_iterator_of_ones_own() {
    for (int x : new Own()) {
      LOG.add(x);
    }
    for (int x : new Own()) {
      LOG.add(x);
      break;
    }
    return completed(taken());
  }

  static final List<AsyncIterator<Integer>> HELD = new ArrayList<>();

  @Async
  public static Coroutine<List<Object>> leaves_generators_open() {
    for (String name : List.of("a", "b")) {
      AsyncIterator<Integer> it = numbers(name).iterator();
      HELD.add(it);
      LOG.add(it.next());
    }
    AsyncIterator<Integer> fresh = numbers("fresh").iterator();
    HELD.add(fresh);
    return completed(taken());
  }

  @Async
  public static Coroutine<Void> reads_and_waits(AsyncIterator<Integer> it) {
    LOG.add(it.next());
    await(sleep(java.time.Duration.ofDays(1)));
    it.next();
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> leaves_a_task_with_a_generator() {
    AsyncIterator<Integer> it = numbers("a").iterator();
    HELD.add(it);
    spawn(reads_and_waits(it));
    await(yieldNow());
    await(yieldNow());
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> drops_a_generator() {
    await(readsOne());
    // Nothing holds it any more; a collection makes the loop close it when it has nothing to do.
    for (int i = 0; i < 1_000 && !LOG.contains("end of dropped"); i++) {
      System.gc();
      await(sleep(java.time.Duration.ofMillis(50)));
    }
    return completed(taken());
  }

  @Async
  static Coroutine<Void> readsOne() {
    AsyncIterator<Integer> it = numbers("dropped").iterator();
    LOG.add(it.next());
    return completed();
  }
}
