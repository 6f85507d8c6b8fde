import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.tests.programs.Diary.begin;
import static dev.fermata.tests.programs.Diary.note;
import static dev.fermata.tests.programs.Diary.notes;
import static java.time.Duration.ofSeconds;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.TaskGroup;
import dev.fermata.TaskStatus;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The children of task groups; each program notes what happens, and at which second. */
public class GroupChildren {
  @Async
  public static Coroutine<List<String>> a_closed_group_rejects() throws Exception {
    begin();
    TaskGroup escaped;
    try (TaskGroup group = TaskGroup.open()) {
      escaped = group;
    }
    Coroutine<String> late = Groups.sleeper("late", 1);
    try {
      escaped.spawn(late);
    } catch (IllegalStateException e) {
      note(e.getMessage());
    }
    note(await(late));
    return completed(notes());
  }

  @Async
  static Coroutine<Void> spawner(TaskGroup group) {
    await(sleep(ofSeconds(1)));
    group.spawn(Groups.sleeper("grandchild", 2));
    return completed();
  }

  @Async
  public static Coroutine<List<String>> children_start_children_while_it_closes() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(spawner(group));
    }
    note("closed");
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> started_after_a_failure() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(Groups.failing("b", 0));
      try {
        await(sleep(ofSeconds(5)));
      } catch (TaskCancelled e) {
        Task<String> late = group.spawn(Groups.sleeper("late", 1));
        note("spawned " + late.isDone());
        throw e;
      }
    } catch (Exception e) {
      note(Groups.name(e));
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> a_cancelled_child_is_no_failure() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      Task<String> child = group.spawn(Groups.sleeper("a", 9));
      group.spawn(Groups.sleeper("b", 2));
      await(sleep(ofSeconds(1)));
      child.cancel(false);
    }
    note("closed");
    return completed(notes());
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
      group.spawn(Groups.sleeper("b", 2));
    } catch (CancellationException e) {
      note("failed");
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> cancelled_by_its_body() throws Exception {
    begin();
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(Groups.sleeper("a", 9));
      await(sleep(ofSeconds(1)));
      group.cancel();
      await(sleep(ofSeconds(1)));
      note("body ends");
    }
    note("closed");
    return completed(notes());
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
      int port = await(group.<Integer>start(GroupChildren::server));
      note("listens at " + port);
    }
    note("closed");
    return completed(notes());
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
      group.spawn(Groups.sleeper("a", 2));
      try {
        await(group.<Integer>start(status -> neverReady(status, fails)));
      } catch (Exception e) {
        note(Groups.name(e));
      }
    }
    note("closed");
    return completed(notes());
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
    return completed(await(Groups.stubborn("c")));
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
    return completed(notes());
  }

  @Async
  static CompletableFuture<String> hotWithGroup() {
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(Groups.failing("b", 1));
      await(sleep(ofSeconds(5)));
    } catch (Exception e) {
      note("hot caught " + Groups.name(e));
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
    return completed(notes());
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
    return completed(notes());
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
    return completed(notes());
  }
}
