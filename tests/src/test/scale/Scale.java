import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Many awaits, deep chains, and calls that must cost nothing. */
public class Scale {
  private static final CompletableFuture<Integer> DONE = CompletableFuture.completedFuture(1);

  @Async
  static Coroutine<Integer> never_suspends(int x) {
    if (x < 0) {
      await(DONE);
    }
    return completed(x);
  }

  @Async
  public static Coroutine<Long> loop_without_suspensions(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(never_suspends(i & 127));
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Long> loop_over_a_done_future(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(DONE);
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Long> loop_of_yields(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      await(yieldNow());
      sum += i & 127;
    }
    return completed(sum);
  }

  private static long awake;

  @Async
  static Coroutine<Void> sleeper(int number, int factor, int offset) {
    await(sleep(Duration.ofDays(1)));
    awake += number * factor - offset;
    return completed();
  }

  /** What is measured while they sleep, in the turn in which they have gone to sleep. */
  @Async
  public static Coroutine<Long> sleepers(int n, LongSupplier measure) {
    for (int i = 0; i < n; i++) {
      var unused = spawn(sleeper(1, i, i - 1));
    }
    await(yieldNow());
    long measured = measure.getAsLong();
    awake = 0;
    await(sleep(Duration.ofDays(2)));
    return completed(awake == n ? measured : -1);
  }

  @Async
  static CompletableFuture<Integer> hot(int x) {
    return CompletableFuture.completedFuture(x < 0 ? await(DONE) : x);
  }

  @Async
  public static Coroutine<Long> loop_over_hot_calls(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(hot(i & 127));
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Integer> chain(int depth, CompletableFuture<Integer> innermost) {
    if (depth == 0) {
      return completed(await(innermost));
    }
    return completed(await(chain(depth - 1, innermost)) + 1);
  }

  @Async
  public static CompletableFuture<Integer> hot_chain(
      int depth, CompletableFuture<Integer> innermost) {
    return CompletableFuture.completedFuture(await(chain(depth, innermost)));
  }

  /** Tasks, a hundred at a time, that are awaited one by one. */
  @Async
  public static Coroutine<Long> spawned_tasks(int n) {
    long sum = 0;
    for (int i = 0; i < n; i += 100) {
      List<Task<Integer>> tasks = new ArrayList<>(100);
      for (int j = 0; j < 100; j++) {
        tasks.add(spawn(never_suspends(j)));
      }
      for (int j = 0; j < 100; j++) {
        sum += await(tasks.get(j));
      }
    }
    return completed(sum);
  }

  /** Children, six at a time. */
  @Async
  public static Coroutine<Long> gathered_children(int n) {
    long sum = 0;
    for (int i = 0; i < n; i += 6) {
      List<Coroutine<Integer>> children = new ArrayList<>(6);
      for (int j = 0; j < 6; j++) {
        children.add(never_suspends(j));
      }
      for (int value : await(gather(children))) {
        sum += value;
      }
    }
    return completed(sum);
  }

  /** As many calls as a binary tree has nodes, with results that no cache has. */
  @Async
  static Coroutine<Integer> tree(int depth, boolean suspends) {
    if (depth == 0) {
      if (suspends) {
        await(yieldNow());
      }
      return completed(1_000);
    }
    return completed(await(tree(depth - 1, suspends)) + await(tree(depth - 1, suspends)));
  }

  @Async
  public static Coroutine<Long> trees_that_suspend(int n) {
    long sum = 0;
    for (int i = 0; i < n; i += 1 << 10) {
      sum += await(tree(9, true));
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Long> trees_that_do_not_suspend(int n) {
    long sum = 0;
    for (int i = 0; i < n; i += 1 << 10) {
      sum += await(tree(9, false));
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Integer> fib(int n) {
    if (n < 2) {
      return completed(n);
    }
    return completed(await(fib(n - 1)) + await(fib(n - 2)));
  }

  public static int plain(int n) {
    return n < 2 ? n : plain(n - 1) + plain(n - 2);
  }
}
