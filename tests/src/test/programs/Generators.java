import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCloseable;
import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Generators, loops over them, and resources whose close awaits. */
public class Generators {
  static final List<Object> LOG = new ArrayList<>();

  public static List<Object> taken() {
    List<Object> log = new ArrayList<>(LOG);
    LOG.clear();
    return log;
  }

  // Sources

  @Async
  public static AsyncIterable<Integer> count(int n) {
    LOG.add("start");
    try {
      for (int i = 0; i < n; i++) {
        if (i % 2 == 1) {
          await(sleep(Duration.ofSeconds(1)));
        }
        emit(i);
      }
    } finally {
      await(yieldNow());
      LOG.add("finally");
    }
    return end();
  }

  @Async
  public static AsyncIterable<Integer> failing(boolean suspends) {
    emit(1);
    if (suspends) {
      await(yieldNow());
    }
    throw new IllegalStateException("no second element");
  }

  @Async
  public static AsyncIterable<String> pairs(AsyncIterable<Integer> source) {
    for (int x : source) {
      emit("a" + x);
      emit("b" + x);
    }
    return end();
  }

  @Async
  public static AsyncIterable<Object> everything() {
    emit("first");
    emitAll(count(2));
    emitAll(List.of("x", "y"));
    emitAll(pairs(count(1)));
    emitAll(List.of());
    return end();
  }

  @Async
  public static Iterable<Integer> fibonacci() {
    int a = 0;
    int b = 1;
    try {
      while (true) {
        emit(a);
        int next = a + b;
        a = b;
        b = next;
      }
    } finally {
      LOG.add("closed");
    }
  }

  @Async
  public static Iterable<Integer> tree(int depth) {
    if (depth > 0) {
      emitAll(tree(depth - 1));
      emit(depth);
      emitAll(tree(depth - 1));
    }
    return end();
  }

  @Async
  public static Iterator<long[]> wide(int n) {
    long sum = 0;
    double half = 0.5;
    for (int i = 0; i < n; i++) {
      sum += i;
      emit(new long[] {sum, (long) (half * 2)});
    }
    return end();
  }

  @Async
  public static AsyncIterable<Long> numbers(int n) {
    for (long i = 0; i < n; i++) {
      emit(i & 127);
    }
    return end();
  }

  @Async
  public static AsyncIterable<Long> slowNumbers(int n) {
    for (long i = 0; i < n; i++) {
      await(yieldNow());
      emit(i & 127);
    }
    return end();
  }

  @Async
  public static Coroutine<Long> sumsSlowly(int n) {
    long sum = 0;
    for (long x : slowNumbers(n)) {
      sum += x;
    }
    return completed(sum);
  }

  @Async
  public static AsyncIterable<Long> deep(int n, int depth) {
    if (depth == 0) {
      for (long i = 0; i < n; i++) {
        emit(i & 127);
      }
    } else {
      emitAll(deep(n, depth - 1));
    }
    return end();
  }

  @Async
  public static Iterable<Long> plainDeep(int n, int depth) {
    if (depth == 0) {
      for (long i = 0; i < n; i++) {
        emit(i & 127);
      }
    } else {
      emitAll(plainDeep(n, depth - 1));
    }
    return end();
  }

  @Async
  public static Coroutine<Long> sumsDeep(int n, int depth) {
    long sum = 0;
    for (long x : deep(n, depth)) {
      sum += x;
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Long> sumsPlainDeep(int n, int depth) {
    long sum = 0;
    for (long x : plainDeep(n, depth)) {
      sum += x;
    }
    return completed(sum);
  }

  @Async
  public static Iterable<Integer> stubborn() {
    while (true) {
      try {
        emit(1);
      } finally {
        emit(2);
      }
    }
  }

  // Consumers

  @Async
  public static Coroutine<List<Object>> loops() {
    for (int x : count(4)) {
      LOG.add(x);
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> delegates() {
    for (Object x : everything()) {
      LOG.add(x);
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> closes_early() {
    try (AsyncIterator<Integer> source = count(100).iterator()) {
      while (source.hasNext()) {
        int x = source.next();
        LOG.add(x);
        if (x == 2) {
          break;
        }
      }
    }
    LOG.add("after");
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> closes_the_source_of_a_delegation() {
    try (AsyncIterator<Object> source = everything().iterator()) {
      LOG.add(source.next());
      LOG.add(source.next());
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> closes_before_the_start() {
    try (AsyncIterator<Integer> source = count(3).iterator()) {
      LOG.add("nothing");
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> fails(boolean suspends) {
    try {
      for (int x : failing(suspends)) {
        LOG.add(x);
      }
    } catch (IllegalStateException e) {
      LOG.add(e.getMessage());
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<Void> endless(AsyncIterable<Integer> source) {
    try {
      for (int x : source) {
        LOG.add(x);
        await(sleep(Duration.ofHours(x)));
      }
    } catch (TaskCancelled e) {
      LOG.add("cancelled");
      throw e;
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> is_cancelled_in_the_source() {
    Task<Void> task = spawn(endless(count(100)));
    await(sleep(Duration.ofMillis(10)));
    task.cancel(true);
    await(sleep(Duration.ofMillis(10)));
    return completed(taken());
  }

  @Async
  public static Coroutine<Long> sums(int n) {
    long sum = 0;
    for (long x : numbers(n)) {
      sum += x;
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<List<Object>> iterates_twice() {
    AsyncIterable<Integer> source = count(1);
    for (int x : source) {
      LOG.add(x);
    }
    for (int x : source) {
      LOG.add(x);
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> runs_in_a_lambda() {
    await(
        async(
            () -> {
              for (int x : count(2)) {
                LOG.add(x);
              }
              return null;
            }));
    return completed(taken());
  }

  // Resources

  record Resource(String name, boolean fails) implements AsyncCloseable {
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
      await(sleep(Duration.ofSeconds(1)));
      LOG.add("closed " + name);
      if (fails) {
        throw new IllegalArgumentException("close of " + name);
      }
      return completed();
    }
  }

  @Async
  public static Coroutine<List<Object>> uses_resources(boolean bodyFails) {
    try (Resource a = new Resource("a", true);
        Resource b = new Resource("b", bodyFails);
        Resource none = null) {
      LOG.add("body");
      await(yieldNow());
      if (bodyFails) {
        throw new IllegalStateException("body");
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.add(e.getMessage());
      for (Throwable suppressed : e.getSuppressed()) {
        LOG.add("suppressed " + suppressed.getMessage());
      }
    }
    return completed(taken());
  }

  @Async
  public static Coroutine<List<Object>> closes_explicitly() {
    Resource resource = new Resource("r", false);
    resource.close();
    LOG.add("after");
    return completed(taken());
  }

  public static void closes_where_nothing_awaits() {
    new Resource("r", false).close();
  }

  public static void loops_where_nothing_awaits() {
    for (int x : count(2)) {
      LOG.add(x);
    }
  }
}
