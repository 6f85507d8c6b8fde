import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.tests.programs.Diary.begin;
import static dev.fermata.tests.programs.Diary.note;
import static dev.fermata.tests.programs.Diary.notes;
import static java.time.Duration.ofSeconds;

import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Task groups; each program notes what happens, and at which second. */
public class Groups {
  static String name(Throwable exception) {
    String message = exception.getMessage();
    return exception.getClass().getSimpleName()
        + (exception instanceof IOException ? " " + message : "")
        + (exception.getSuppressed().length == 0
            ? ""
            : " with " + Arrays.stream(exception.getSuppressed()).map(Groups::name).toList());
  }

  @Async
  static Coroutine<String> sleeper(String name, int seconds) {
    try {
      await(sleep(ofSeconds(seconds)));
      note(name + " slept");
      return completed(name);
    } catch (TaskCancelled e) {
      note(name + " cancelled");
      throw e;
    }
  }

  @Async
  static Coroutine<String> failing(String name, int seconds) throws IOException {
    await(sleep(ofSeconds(seconds)));
    note(name + " fails");
    throw new IOException(name);
  }

  /** Cleans up for a second when it is cancelled, and fails in that. */
  @Async
  static Coroutine<String> stubborn(String name) throws IOException {
    try {
      await(sleep(ofSeconds(99)));
      return completed(name);
    } finally {
      await(sleep(ofSeconds(1)));
      note(name + " cleaned up");
      if (name.length() > 1) {
        throw new IOException(name);
      }
    }
  }

  @Async
  public static Coroutine<List<String>> awaits_its_children() throws Exception {
    begin();
    Task<String> first;
    try (TaskGroup group = TaskGroup.open()) {
      first = group.spawn(sleeper("a", 2));
      group.spawn("named", sleeper("b", 1));
      note("body ends");
    }
    note("closed, " + first.join());
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> empty() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      note("body of " + group);
    }
    note("closed");
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> a_failure_cancels_the_siblings() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(sleeper("a", 9));
      group.spawn(failing("b", 1));
      group.spawn(stubborn("c"));
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> a_failure_interrupts_the_body() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(sleeper("a", 9));
      group.spawn(failing("b", 1));
      try {
        await(sleep(ofSeconds(5)));
        note("not reached");
      } finally {
        note("body ends");
      }
    } catch (Exception e) {
      note(name(e) + ", cancelling " + Task.current().cancelling());
    }
    await(sleep(ofSeconds(1)));
    note("goes on");
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> all_failures_are_kept() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(failing("first", 1));
      group.spawn(failing("same time", 1));
      group.spawn(stubborn("cleanup"));
      await(sleep(ofSeconds(5)));
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  private static void fail() {
    throw new IllegalStateException();
  }

  @Async
  public static Coroutine<List<String>> the_body_fails() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(sleeper("a", 9));
      group.spawn(stubborn("cleanup"));
      await(sleep(ofSeconds(1)));
      fail();
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> the_body_fails_while_a_child_has_failed() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(failing("child", 1));
      try {
        await(sleep(ofSeconds(5)));
      } finally {
        fail();
      }
    } catch (Exception e) {
      note(name(e));
    }
    return completed(notes());
  }

  @Async
  static Coroutine<Void> host(boolean waitsInBody) throws Exception {
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(sleeper("a", 9));
      group.spawn(stubborn("c"));
      if (waitsInBody) {
        await(sleep(ofSeconds(5)));
      }
    } catch (TaskCancelled e) {
      note("host " + name(e) + ": " + e.getMessage());
      throw e;
    }
    return completed();
  }

  @Async
  public static Coroutine<List<String>> cancelled_from_outside(boolean inBody) throws Exception {
    begin();
    Task<Void> task = spawn(host(inBody));
    await(sleep(ofSeconds(1)));
    task.cancel("outside");
    try {
      await(task);
    } catch (CancellationException e) {
      note("outside " + task.isCancelled());
    }
    return completed(notes());
  }

  @Async
  static Coroutine<Void> failingHost() throws Exception {
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(failing("b", 1));
      group.spawn(stubborn("c"));
      await(sleep(ofSeconds(5)));
    }
    return completed();
  }

  @Async
  public static Coroutine<List<String>> cancelled_from_outside_while_it_closes_after_a_failure() throws Exception {
    begin();
    Task<Void> task = spawn(failingHost());
    await(sleep(ofSeconds(1)));
    await(yieldNow());
    await(yieldNow());
    await(yieldNow());
    note("cancel");
    task.cancel(false);
    try {
      await(task);
    } catch (Exception e) {
      note(e.getClass().getSimpleName() + " " + task.isCancelled());
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> nested() throws Exception {
    begin();
    try (TaskGroup outer = TaskGroup.open()) {
      outer.spawn(sleeper("outer", 9));
      try (TaskGroup inner = TaskGroup.open()) {
        inner.spawn(sleeper("inner", 9));
        inner.spawn(failing("b", 1));
      } catch (Exception e) {
        note("inner " + name(e));
      }
      outer.spawn(failing("c", 1));
      await(sleep(ofSeconds(5)));
    } catch (Exception e) {
      note("outer " + name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> an_outer_failure_ends_an_inner_group() throws Exception {
    begin();
    try (TaskGroup outer = TaskGroup.open()) {
      outer.spawn(failing("o", 1));
      try (TaskGroup inner = TaskGroup.open()) {
        inner.spawn(sleeper("inner", 9));
        await(sleep(ofSeconds(5)));
      } catch (Exception e) {
        note("not reached");
      }
    } catch (Exception e) {
      note("outer " + name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> in_a_time_limit() throws Exception {
    begin();
    try {
      await(
          withTimeout(
              ofSeconds(1),
              () -> {
                try (TaskGroup group = TaskGroup.open()) {
                  group.spawn(sleeper("a", 9));
                }
                note("not reached");
                return null;
              }),
          TimeoutException.class);
    } catch (TimeoutException e) {
      note("timeout");
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> in_a_cancel_scope() throws Exception {
    begin();
    CancelScope scope = new CancelScope();
    await(
        scope.run(
            () -> {
              try (TaskGroup group = TaskGroup.open()) {
                group.spawn(sleeper("a", 9));
                group.spawn(
                    () -> {
                      await(sleep(ofSeconds(1)));
                      scope.cancel();
                      return null;
                    });
                await(sleep(ofSeconds(5)));
              }
              return null;
            }));
    note("caught " + scope.isCancelledCaught());
    return completed(notes());
  }
}
