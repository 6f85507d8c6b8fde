import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Programs about tasks, whose behaviour the comparison with blocking awaits can't show. */
public class Programs {
  private static final List<String> LOG = new ArrayList<>();

  @Async
  static Coroutine<Integer> noted(String name, int value) {
    LOG.add(name);
    await(yieldNow());
    return completed(value);
  }

  @Async
  static CompletableFuture<Integer> hot(String name, CompletableFuture<Integer> f) {
    LOG.add(name + " starts");
    int value = await(f);
    LOG.add(name + " goes on");
    return CompletableFuture.completedFuture(value + 1);
  }

  @Async
  static CompletableFuture<Integer> throwing() {
    if (LOG.isEmpty()) {
      throw new IllegalStateException("from the body");
    }
    return CompletableFuture.completedFuture(await(hot("never", new CompletableFuture<>())));
  }

  public static List<String> cold_runs_when_awaited() {
    LOG.clear();
    return run(
        () -> {
          Coroutine<Integer> a = noted("a", 1);
          Coroutine<Integer> b = noted("b", 2);
          LOG.add("made");
          LOG.add("got " + await(b));
          LOG.add("got " + await(a));
          return List.copyOf(LOG);
        });
  }

  public static List<String> hot_runs_to_its_first_wait() {
    LOG.clear();
    CompletableFuture<Integer> f = new CompletableFuture<>();
    CompletableFuture<Integer> result = hot("h", f);
    LOG.add("returned");
    f.complete(4);
    LOG.add("result " + result.join());
    return List.copyOf(LOG);
  }

  public static CompletableFuture<Integer> hot_failure_is_in_the_future() {
    LOG.clear();
    return throwing();
  }

  public static void coroutine_is_awaited_twice() {
    run(
        () -> {
          Coroutine<Integer> once = noted("once", 1);
          await(once);
          return await(once);
        });
  }

  public static List<Integer> one_lambda_runs_concurrently() {
    int[] counter = {0};
    AsyncCallable<Integer> body =
        () -> {
          int mine = ++counter[0];
          for (int i = 0; i < 3; i++) {
            await(yieldNow());
            mine = mine * 10 + counter[0];
          }
          return mine;
        };
    return run(
        () -> {
          Task<Integer> a = spawn(body);
          Task<Integer> b = spawn(body);
          Task<Integer> c = spawn(body);
          return List.of(await(a), await(b), await(c));
        });
  }

  /** A future class of the user's own. */
  public static class Promise<T> extends CompletableFuture<T> {
    public Promise() {}
  }

  @Async
  public static Promise<Integer> own_future_class(CompletableFuture<Integer> f) {
    Promise<Integer> promise = new Promise<>();
    promise.complete(await(f) + 1);
    return promise;
  }

  @Async
  public static CompletionStage<Integer> stage(CompletableFuture<Integer> f) {
    return CompletableFuture.completedFuture(await(f) + 1);
  }

  @Async
  static CompletableFuture<Integer> holds(
      byte[] dead, Consumer<WeakReference<Object>> seen, CompletableFuture<Integer> f) {
    Object local = new Object();
    seen.accept(new WeakReference<>(local));
    seen.accept(new WeakReference<>(dead));
    int length = dead.length;
    for (int i = 0; i < 2; i++) {
      Object inner = new byte[100];
      seen.accept(new WeakReference<>(inner));
      length += inner.hashCode() * 0;
    }
    return CompletableFuture.completedFuture(await(f) + length);
  }

  @Async
  static CompletableFuture<Integer> holdsUntilTheSecond(
      Consumer<WeakReference<Object>> seen,
      CompletableFuture<Integer> f,
      CompletableFuture<Integer> g) {
    Object used = new Object();
    seen.accept(new WeakReference<>(used));
    int first = await(f);
    first += used.hashCode() * 0;
    return CompletableFuture.completedFuture(first + await(g));
  }

  /** What is dead at an await, when the awaited future is pending. */
  public static CompletableFuture<Integer> dead_values(
      List<WeakReference<Object>> seen, CompletableFuture<Integer> f) {
    return holds(new byte[1000], seen::add, f);
  }

  /** What is alive at the first await and dead at the second. */
  public static CompletableFuture<Integer> values_that_die(
      List<WeakReference<Object>> seen,
      CompletableFuture<Integer> f,
      CompletableFuture<Integer> g) {
    return holdsUntilTheSecond(seen::add, f, g);
  }

  @Async
  static Coroutine<Integer> inner(CompletableFuture<Integer> f) {
    int value = await(f);
    if (value > 0) {
      throw new IllegalStateException("inner failed");
    }
    return completed(value);
  }

  @Async
  static Coroutine<Integer> middle(CompletableFuture<Integer> f) {
    return completed(await(inner(f)) + 1);
  }

  @Async
  static Coroutine<Integer> outer(CompletableFuture<Integer> f) {
    await(yieldNow());
    return completed(await(middle(f)) + 1);
  }

  /** Fails in a chain of three, suspended or not. */
  public static void failing_chain(boolean suspended) {
    run(
        () -> {
          CompletableFuture<Integer> f = new CompletableFuture<>();
          if (!suspended) {
            f.complete(1);
          }
          Task<Integer> task = spawn(outer(f));
          await(yieldNow());
          await(yieldNow());
          f.complete(1);
          return await(task);
        });
  }

  @Async
  static Coroutine<Long> worker(int id, int turns) {
    long sum = 0;
    for (int i = 0; i < turns; i++) {
      long before = sum + id;
      await(yieldNow());
      sum = before + i;
    }
    return completed(sum);
  }

  public static long many_tasks_in_turns(int tasks, int turns) {
    return run(
        () -> {
          List<Task<Long>> all = new ArrayList<>();
          for (int id = 0; id < tasks; id++) {
            all.add(spawn(worker(id, turns)));
          }
          long sum = 0;
          for (Task<Long> task : all) {
            sum += await(task);
          }
          return sum;
        });
  }

  /** Awaits futures in order, whoever completes them. */
  public static long all_of(List<CompletableFuture<Integer>> futures) {
    return run(
        () -> {
          long sum = 0;
          for (CompletableFuture<Integer> f : futures) {
            sum += await(f);
          }
          return sum;
        });
  }

  @Async
  static Coroutine<Void> cleansUp(CompletableFuture<Integer> never) {
    try {
      await(never);
      LOG.add("went on");
    } catch (Exception e) {
      LOG.add("swallowed");
    } finally {
      await(yieldNow());
      LOG.add("cleaned up");
    }
    return completed();
  }

  public static List<String> a_cancelled_task_cleans_up() {
    LOG.clear();
    return run(
        () -> {
          Task<Void> task = spawn(cleansUp(new CompletableFuture<>()));
          await(yieldNow());
          task.cancel(true);
          try {
            await(task);
          } catch (java.util.concurrent.CancellationException e) {
            LOG.add("cancelled");
          }
          return List.copyOf(LOG);
        });
  }
}
