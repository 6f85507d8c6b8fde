import static dev.fermata.Fermata.async;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.tests.programs.Diary.begin;
import static dev.fermata.tests.programs.Diary.note;
import static dev.fermata.tests.programs.Diary.notes;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.Timeout;
import dev.fermata.annotations.Async;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Time limits and cancel scopes; each program notes what happens, and at which second. */
public class Timeouts {
  private static String name(Throwable exception) {
    return exception.getClass().getSimpleName();
  }

  /** Sleeps, and notes how it ends. */
  @Async
  static Coroutine<String> sleeper(String name, int seconds) {
    try {
      await(sleep(ofSeconds(seconds)));
      note(name + " slept");
      return completed(name);
    } finally {
      note(name + " ends");
    }
  }

  @Async
  public static Coroutine<List<String>> expires() {
    begin();
    try {
      await(withTimeout(ofSeconds(1), sleeper("a", 2)));
    } catch (Exception e) {
      note(name(e) + ": " + e.getMessage());
    }
    await(sleep(ofSeconds(2)));
    note("end");
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> is_in_time() {
    begin();
    note(await(withTimeout(ofSeconds(2), sleeper("a", 1))));
    await(sleep(ofSeconds(5)));
    note("end, cancelling " + Task.current().cancelling());
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> nested(int outer, int inner) {
    begin();
    try {
      await(
          withTimeout(
              ofSeconds(outer),
              () -> {
                try {
                  await(withTimeout(ofSeconds(inner), sleeper("a", 9)), TimeoutException.class);
                } catch (TimeoutException e) {
                  note("inner expired");
                } catch (TaskCancelled e) {
                  note("inner cancelled");
                  throw e;
                }
                await(sleep(ofSeconds(9)));
                note("not reached");
                return null;
              }));
    } catch (Exception e) {
      note("outer " + name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> zero() {
    begin();
    note(await(withTimeout(ZERO, () -> "done without a wait")));
    try {
      await(
          withTimeout(
              ZERO,
              () -> {
                note("first");
                await(sleep(ofSeconds(1)));
                note("not reached");
                return null;
              }));
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> own_exception_wins() {
    begin();
    try {
      await(
          withTimeout(
              ofSeconds(1),
              () -> {
                try {
                  await(sleep(ofSeconds(2)));
                } finally {
                  note("cleanup");
                  failing();
                }
                return null;
              }));
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  private static void failing() {
    throw new IllegalStateException("own");
  }

  @Async
  static Coroutine<Void> limited(int seconds) {
    try {
      await(withTimeout(ofSeconds(seconds), sleeper("a", 9)), TimeoutException.class);
    } catch (TimeoutException e) {
      note("expired");
    } catch (TaskCancelled e) {
      note("cancelled: " + e.getMessage());
      throw e;
    }
    return completed();
  }

  @Async
  public static Coroutine<List<String>> outer_cancel_wins(int cancelAfter) {
    begin();
    Task<Void> task = spawn(limited(2));
    await(sleep(ofSeconds(cancelAfter)));
    note("cancel");
    task.cancel("because");
    try {
      await(task);
    } catch (Exception e) {
      note(name(e) + " " + task.isCancelled());
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> swallowed() {
    begin();
    String result =
        await(
            withTimeout(
                ofSeconds(1),
                () -> {
                  try {
                    await(sleep(ofSeconds(2)));
                  } catch (TaskCancelled e) {
                    note("swallowed");
                  }
                  await(sleep(ofSeconds(3)));
                  return "went on";
                }));
    note(result);
    await(sleep(ofSeconds(1)));
    note("end");
    return completed(notes());
  }

  @Async
  static Coroutine<Void> cleansUpWithLimit() {
    try {
      await(sleep(ofSeconds(9)));
    } finally {
      try {
        await(withTimeout(ofSeconds(1), sleeper("cleanup", 5)), TimeoutException.class);
      } catch (TimeoutException e) {
        note("cleanup expired");
      }
    }
    return completed();
  }

  @Async
  public static Coroutine<List<String>> limit_in_the_cleanup_of_a_cancel() {
    begin();
    Task<Void> task = spawn(cleansUpWithLimit());
    await(sleep(ofSeconds(1)));
    task.cancel(false);
    try {
      await(task);
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  @Async
  static CompletableFuture<String> hotLimited() {
    try {
      return CompletableFuture.completedFuture(
          await(withTimeout(ofSeconds(1), sleeper("hot", 3)), TimeoutException.class));
    } catch (TimeoutException e) {
      note("hot expired");
      return CompletableFuture.completedFuture("late");
    }
  }

  @Async
  public static Coroutine<List<String>> limit_in_a_hot_method() {
    begin();
    CompletableFuture<String> hot = hotLimited();
    note("called");
    await(sleep(ofSeconds(2)));
    note("caller is not touched");
    note(await(hot));
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> of_futures() {
    begin();
    CompletableFuture<String> foreign = new CompletableFuture<>();
    try {
      await(withTimeout(ofSeconds(1), foreign));
    } catch (Exception e) {
      note(name(e) + " " + foreign.isDone());
    }
    Task<String> task = spawn(sleeper("task", 9));
    try {
      await(withTimeout(ofSeconds(1), task));
    } catch (Exception e) {
      note(name(e) + " " + task.isCancelled());
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> rescheduled() {
    begin();
    try (Timeout limit = Timeout.open(ofSeconds(2))) {
      await(sleep(ofSeconds(1)));
      limit.reschedule(ofSeconds(3));
      await(sleep(ofSeconds(2)));
      note("still here");
      limit.remove();
      await(sleep(ofSeconds(5)));
      limit.reschedule(ofSeconds(1));
      await(sleep(ofSeconds(5)));
      note("not reached");
    } catch (TimeoutException e) {
      note("expired " + e.getSuppressed().length);
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> resource_in_time() throws Exception {
    begin();
    try (Timeout limit = Timeout.open(ofSeconds(2))) {
      await(sleep(ofSeconds(1)));
      note("expired " + limit.isExpired());
    }
    await(sleep(ofSeconds(5)));
    note("end");
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> resource_and_own_exception() {
    begin();
    try (Timeout limit = Timeout.open(ofSeconds(1))) {
      try {
        await(sleep(ofSeconds(2)));
      } finally {
        failing();
      }
    } catch (Exception e) {
      note(name(e) + " with " + name(e.getSuppressed()[0]));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> resources_nested(int outer, int inner) {
    begin();
    try (Timeout one = Timeout.open(ofSeconds(outer))) {
      try (Timeout two = Timeout.open(ofSeconds(inner))) {
        await(sleep(ofSeconds(9)));
      } catch (TimeoutException e) {
        note("inner expired");
      }
      await(sleep(ofSeconds(9)));
    } catch (TimeoutException e) {
      note("outer expired");
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> scope_gives_null() {
    begin();
    CancelScope scope = CancelScope.withDeadline(ofSeconds(1));
    String result = await(scope.run(sleeper("a", 3)));
    note(result + " " + scope.isCancelledCaught());
    CancelScope other = new CancelScope();
    note(await(other.run(sleeper("b", 1))) + " " + other.isCancelledCaught());
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> scope_cancelled_before_it_begins() {
    begin();
    CancelScope scope = new CancelScope();
    scope.cancel();
    String result =
        await(
            scope.run(
                () -> {
                  note("runs to its first await");
                  await(yieldNow());
                  note("not reached");
                  return "x";
                }));
    note(result + " " + scope.isCancelledCaught());
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> scope_cancelled_by_another_task() {
    begin();
    CancelScope scope = new CancelScope();
    Task<Void> other =
        spawn(
            () -> {
              await(sleep(ofSeconds(2)));
              scope.cancel("enough");
              return null;
            });
    await(
        scope.run(
            async(
                () -> {
                  try {
                    await(sleep(ofSeconds(9)));
                  } catch (TaskCancelled e) {
                    note(e.getMessage());
                    throw e;
                  }
                  return null;
                })));
    await(other);
    note("end");
    return completed(notes());
  }

  private static void elsewhere(Runnable action) throws InterruptedException {
    Thread thread = new Thread(action);
    thread.start();
    thread.join();
  }

  @Async
  public static Coroutine<List<String>> scope_cancelled_by_another_thread(boolean before)
      throws Exception {
    begin();
    CancelScope scope = new CancelScope();
    if (before) {
      elsewhere(() -> scope.cancel("before"));
    }
    await(
        scope.run(
            () -> {
              if (!before) {
                elsewhere(() -> scope.cancel("meanwhile"));
              }
              try {
                await(sleep(ofSeconds(9)));
              } catch (TaskCancelled e) {
                note(e.getMessage());
                throw e;
              }
              return null;
            }));
    elsewhere(() -> scope.cancel("afterwards"));
    await(sleep(ofSeconds(1)));
    note("caught " + scope.isCancelledCaught());
    return completed(notes());
  }

  @Async
  static Coroutine<Void> shieldedPart() {
    try {
      CancelScope shield = CancelScope.shielded();
      await(shield.run(sleeper("shielded", 3)));
      note("after the shield");
      await(yieldNow());
      note("not reached");
    } finally {
      note("cleanup");
    }
    return completed();
  }

  @Async
  public static Coroutine<List<String>> shield_holds_a_cancel_off() {
    begin();
    Task<Void> task = spawn(shieldedPart());
    await(sleep(ofSeconds(1)));
    task.cancel(false);
    try {
      await(task);
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> shield_with_a_deadline_of_its_own() {
    begin();
    CancelScope outer = CancelScope.withDeadline(ofSeconds(1));
    await(
        outer.run(
            () -> {
              CancelScope shield = CancelScope.withDeadline(ofSeconds(3));
              shield.setShielded(true);
              await(shield.run(sleeper("shielded", 9)));
              note("shield " + shield.isCancelledCaught());
              await(sleep(ofSeconds(9)));
              note("not reached");
              return null;
            }));
    note("outer " + outer.isCancelledCaught());
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> shield_taken_away() {
    begin();
    CancelScope outer = CancelScope.withDeadline(ofSeconds(1));
    CancelScope shield = CancelScope.shielded();
    Task<Void> other =
        spawn(
            () -> {
              await(sleep(ofSeconds(2)));
              shield.setShielded(false);
              return null;
            });
    await(outer.run(() -> await(shield.run(sleeper("a", 9)))));
    note("shield " + shield.isCancelledCaught() + ", outer " + outer.isCancelledCaught());
    await(other);
    return completed(notes());
  }
}
