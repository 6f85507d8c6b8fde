import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static java.time.Duration.ofSeconds;

import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.TaskGroup;
import dev.fermata.TaskStatus;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Task groups; each program notes what happens, and at which second. */
public class Groups {
  private static final List<String> log = new ArrayList<>();
  private static long start;

  private static void begin() {
    log.clear();
    start = EventLoop.current().nanoTime();
  }

  private static void note(String what) {
    log.add((EventLoop.current().nanoTime() - start) / 1_000_000_000 + " " + what);
  }

  private static String name(Throwable exception) {
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
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> empty() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      note("body of " + group);
    }
    note("closed");
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
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
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> a_closed_group_rejects() throws Exception {
    begin();
    TaskGroup escaped;
    try (TaskGroup group = TaskGroup.open()) {
      escaped = group;
    }
    Coroutine<String> late = sleeper("late", 1);
    try {
      escaped.spawn(late);
    } catch (IllegalStateException e) {
      note(e.getMessage());
    }
    note(await(late));
    return completed(log);
  }

  @Async
  static Coroutine<Void> spawner(TaskGroup group) {
    await(sleep(ofSeconds(1)));
    group.spawn(sleeper("grandchild", 2));
    return completed();
  }

  @Async
  public static Coroutine<List<String>> children_start_children_while_it_closes() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(spawner(group));
    }
    note("closed");
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> started_after_a_failure() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(failing("b", 0));
      try {
        await(sleep(ofSeconds(5)));
      } catch (TaskCancelled e) {
        Task<String> late = group.spawn(sleeper("late", 1));
        note("spawned " + late.isDone());
        throw e;
      }
    } catch (Exception e) {
      note(name(e));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> a_cancelled_child_is_no_failure() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      Task<String> child = group.spawn(sleeper("a", 9));
      group.spawn(sleeper("b", 2));
      await(sleep(ofSeconds(1)));
      child.cancel(false);
    }
    note("closed");
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> a_child_that_awaits_something_cancelled_fails() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(
          () -> {
            CompletableFuture<String> gone = new CompletableFuture<>();
            gone.cancel(false);
            return await(gone);
          });
      group.spawn(sleeper("b", 2));
    } catch (CancellationException e) {
      note("failed");
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> cancelled_by_its_body() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(sleeper("a", 9));
      await(sleep(ofSeconds(1)));
      group.cancel();
      await(sleep(ofSeconds(1)));
      note("body ends");
    }
    note("closed");
    return completed(log);
  }

  @Async
  static Coroutine<Void> server(TaskStatus<Integer> status) {
    await(sleep(ofSeconds(1)));
    status.started(8080);
    await(sleep(ofSeconds(2)));
    note("server ends");
    return completed();
  }

  @Async
  public static Coroutine<List<String>> starts_a_server() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      int port = await(group.<Integer>start(Groups::server));
      note("listens at " + port);
    }
    note("closed");
    return completed(log);
  }

  @Async
  static Coroutine<Void> neverReady(TaskStatus<Integer> status, boolean fails) throws IOException {
    await(sleep(ofSeconds(1)));
    if (fails) {
      throw new IOException("bind");
    }
    return completed();
  }

  @Async
  public static Coroutine<List<String>> a_server_fails_to_start(boolean fails) throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(sleeper("a", 2));
      try {
        await(group.<Integer>start(status -> neverReady(status, fails)));
      } catch (Exception e) {
        note(name(e));
      }
    }
    note("closed");
    return completed(log);
  }

  @Async
  static Coroutine<Void> startingHost() throws Exception {
    try (TaskGroup group = TaskGroup.open()) {
      await(group.<Integer>start(status -> async9()));
    }
    return completed();
  }

  @Async
  static Coroutine<String> async9() throws IOException {
    return completed(await(stubborn("c")));
  }

  @Async
  public static Coroutine<List<String>> cancelled_while_it_starts_a_server() throws Exception {
    begin();
    Task<Void> task = spawn(startingHost());
    await(sleep(ofSeconds(1)));
    task.cancel(false);
    try {
      await(task);
    } catch (CancellationException e) {
      note("cancelled");
    }
    return completed(log);
  }

  @Async
  static CompletableFuture<String> hotWithGroup() {
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(failing("b", 1));
      await(sleep(ofSeconds(5)));
    } catch (Exception e) {
      note("hot caught " + name(e));
    }
    return CompletableFuture.completedFuture("hot");
  }

  @Async
  public static Coroutine<List<String>> in_a_hot_method() throws Exception {
    begin();
    CompletableFuture<String> hot = hotWithGroup();
    await(sleep(ofSeconds(3)));
    note("caller is not touched");
    note(await(hot));
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> many_children() throws Exception {
    begin();
    int count = 100_000;
    int[] ended = new int[1];
    try (TaskGroup group = TaskGroup.open()) {
      for (int i = 0; i < count; i++) {
        int wait = i % 7;
        group.spawn(
            () -> {
              await(sleep(ofSeconds(wait)));
              ended[0]++;
              return null;
            });
      }
    }
    note(ended[0] + " ended");
    return completed(log);
  }

  @Async
  public static Coroutine<List<String>> closed_in_another_task() throws Exception {
    begin();
    TaskGroup group = TaskGroup.open();
    Task<Void> other = spawn(group.closeAsync());
    try {
      await(other);
    } catch (IllegalStateException e) {
      note(e.getMessage().replaceAll("'.*'", "..."));
    }
    await(group.closeAsync());
    await(group.closeAsync());
    note("closed");
    return completed(log);
  }
}
