import static dev.fermata.Fermata.acquire;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.spawnEager;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.ReleaseAction;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Things that have to be given back, and come when nobody may want them any more. */
public final class Acquiring {
  private Acquiring() {}

  @Async
  public static Coroutine<String> acquired(
      CompletionStage<String> stage, ReleaseAction<String> release) {
    return completed("got " + await(acquire(stage, release)));
  }

  @Async
  static Coroutine<Void> uses(
      CompletionStage<String> stage, ReleaseAction<String> release, List<Object> log) {
    try {
      log.add("uses " + await(acquire(stage, release)));
      await(yieldNow());
      log.add("not cancelled");
    } catch (TaskCancelled cancelled) {
      log.add("cancelled");
      throw cancelled;
    }
    return completed();
  }

  /** The task is cancelled while it waits, and then the value comes. */
  @Async
  public static Coroutine<List<Object>> cancelled(
      CompletableFuture<String> stage,
      ReleaseAction<String> release,
      List<Object> log,
      Runnable completes) {
    Task<Void> task = spawnEager(uses(stage, release, log));
    task.cancel(true);
    try {
      await(task);
    } catch (CancellationException e) {
      log.add("ended");
    }
    completes.run();
    await(yieldNow());
    return completed(log);
  }

  /** The value comes, on whatever thread, and then the cancel, before the task has its turn. */
  @Async
  public static Coroutine<List<Object>> overtaken(
      CompletableFuture<String> stage,
      ReleaseAction<String> release,
      List<Object> log,
      Runnable completes) {
    Task<Void> task = spawnEager(uses(stage, release, log));
    completes.run();
    task.cancel(true);
    try {
      await(task);
    } catch (CancellationException e) {
      log.add("ended");
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> cancelsItself(
      CompletionStage<String> stage, ReleaseAction<String> release, List<Object> log) {
    Task.current().cancel(true);
    return uses(stage, release, log);
  }

  /** The cancel has come before the wait begins. */
  @Async
  public static Coroutine<List<Object>> pending(
      CompletableFuture<String> stage, ReleaseAction<String> release, List<Object> log) {
    try {
      await(spawn(cancelsItself(stage, release, log)));
    } catch (CancellationException e) {
      log.add("ended");
    }
    stage.complete("late");
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> timed(
      CompletableFuture<String> stage, ReleaseAction<String> release, List<Object> log) {
    try {
      await(withTimeout(Duration.ofSeconds(1), acquire(stage, release)), TimeoutException.class);
    } catch (TimeoutException e) {
      log.add("timeout");
    }
    stage.complete("late");
    return completed(log);
  }

  /** Tasks of which some get their value, and the others are cancelled at the loop's end. */
  @Async
  public static Coroutine<Void> left(
      List<CompletableFuture<String>> stages,
      ReleaseAction<String> release,
      List<Object> used,
      Runnable completes) {
    for (CompletableFuture<String> stage : stages) {
      List<Object> log = used;
      spawnEager(keeps(stage, release, log));
    }
    completes.run();
    await(yieldNow());
    return completed();
  }

  @Async
  static Coroutine<Void> keeps(
      CompletionStage<String> stage, ReleaseAction<String> release, List<Object> used) {
    used.add(await(acquire(stage, release)));
    return completed();
  }

  @Async
  public static CompletableFuture<String> hot(
      CompletionStage<String> stage, ReleaseAction<String> release) {
    return CompletableFuture.completedFuture(await(acquire(stage, release)));
  }
}
