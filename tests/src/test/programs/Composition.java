import static dev.fermata.Fermata.asCompleted;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.race;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.spawnEager;
import static dev.fermata.Fermata.waitUntil;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.tests.programs.Diary.begin;
import static dev.fermata.tests.programs.Diary.note;
import static dev.fermata.tests.programs.Diary.notes;
import static java.time.Duration.ofSeconds;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.ReturnWhen;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.WaitResult;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** What is done with many tasks; each program notes what happens, and at which second. */
public class Composition {
  private static List<String> names(Iterable<? extends Task<?>> tasks) {
    List<String> names = new ArrayList<>();
    tasks.forEach(task -> names.add(task.name()));
    return names;
  }

  @Async
  static Coroutine<String> sleeper(String name, int seconds) {
    try {
      await(sleep(ofSeconds(seconds)));
      note(name + " slept");
      return completed(name);
    } catch (TaskCancelled e) {
      note(name + " cancelled");
      await(sleep(ofSeconds(1)));
      throw e;
    }
  }

  @Async
  static Coroutine<String> failing(String name, int seconds) throws IOException {
    await(sleep(ofSeconds(seconds)));
    note(name + " fails");
    throw new IOException(name);
  }

  private static Task<String> sleeping(String name, int seconds) {
    return spawn(name, sleeper(name, seconds));
  }

  private static List<Task<String>> three() throws IOException {
    return List.of(
        sleeping("a", 3), spawn("b", failing("b", 2)), sleeping("c", 1));
  }

  @Async
  public static Coroutine<List<String>> waits(ReturnWhen when) throws Exception {
    begin();
    WaitResult<Task<String>> result = await(waitUntil(when, three()));
    note("done " + names(result.done()) + ", pending " + names(result.pending()));
    await(sleep(ofSeconds(5)));
    for (Task<String> task : result.pending()) {
      note(task.name() + " was left alone: " + task.isDone());
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> waits_for_some_time() throws Exception {
    begin();
    List<Task<String>> tasks = three();
    WaitResult<Task<String>> result =
        await(waitUntil(ReturnWhen.ALL_COMPLETED, tasks, ofSeconds(2)));
    note("done " + names(result.done()) + ", pending " + names(result.pending()));
    result = await(waitUntil(ReturnWhen.FIRST_COMPLETED, tasks, ofSeconds(2)));
    note("done " + names(result.done()) + ", pending " + names(result.pending()));
    result = await(waitUntil(ReturnWhen.ALL_COMPLETED, List.of()));
    note("of nothing " + result);
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> a_cancelled_wait_leaves_the_tasks_alone() {
    begin();
    Task<String> task = sleeping("a", 2);
    Task<?> waiting = spawn(waitUntil(ReturnWhen.ALL_COMPLETED, List.of(task)));
    await(sleep(ofSeconds(1)));
    waiting.cancel(false);
    try {
      await(waiting);
    } catch (CancellationException e) {
      note("wait cancelled");
    }
    note(await(task));
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> waits_for_foreign_futures() {
    begin();
    CompletableFuture<String> one = new CompletableFuture<>();
    CompletableFuture<String> two = new CompletableFuture<>();
    EventLoop.current()
        .schedule(() -> two.complete("two"), 1, java.util.concurrent.TimeUnit.SECONDS);
    WaitResult<CompletableFuture<String>> result =
        await(waitUntil(ReturnWhen.FIRST_COMPLETED, List.of(one, two)));
    note("done " + result.done().contains(two) + ", pending " + result.pending().contains(one));
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> in_the_order_of_completion() throws Exception {
    begin();
    for (Task<String> task : asCompleted(three())) {
      try {
        note("got " + await(task));
      } catch (Exception e) {
        note("got " + e);
      }
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> leaves_early() throws Exception {
    begin();
    for (Task<String> task : asCompleted(three())) {
      note("first is " + task.name());
      break;
    }
    await(sleep(ofSeconds(5)));
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> races() throws Exception {
    begin();
    note("won by " + await(race(sleeper("a", 3), sleeper("b", 1), sleeper("c", 9))));
    try {
      await(race(sleeper("a", 3), failing("b", 1)));
    } catch (Exception e) {
      note("won by " + e);
    }
    try {
      race(List.of());
    } catch (IllegalArgumentException e) {
      note(e.getMessage());
    }
    return completed(notes());
  }

  @Async
  static Coroutine<String> racing() {
    return completed(await(race(sleeper("a", 3), sleeper("b", 4))));
  }

  @Async
  public static Coroutine<List<String>> a_cancelled_race() {
    begin();
    Task<String> task = spawn(racing());
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
  static Coroutine<String> shielding(Task<String> inner) {
    try {
      return completed(await(shield(inner)));
    } catch (TaskCancelled e) {
      note("outer cancelled");
      throw e;
    }
  }

  @Async
  public static Coroutine<List<String>> shields() {
    begin();
    Task<String> inner = sleeping("inner", 3);
    Task<String> outer = spawn(shielding(inner));
    await(sleep(ofSeconds(1)));
    outer.cancel(false);
    note(await(inner));
    note("outer " + outer.isCancelled());
    note(await(shield(sleeper("other", 1))));
    inner = sleeping("victim", 3);
    outer = spawn(shielding(inner));
    await(sleep(ofSeconds(1)));
    inner.cancel(false);
    try {
      await(outer);
    } catch (CancellationException e) {
      note("inner cancelled, outer too: " + outer.isCancelled());
    }
    return completed(notes());
  }

  @Async
  static Coroutine<Void> shieldingFailure() throws IOException {
    await(shield(spawn("victim", failing("inner", 2))));
    return completed();
  }

  @Async
  public static Coroutine<List<String>> a_failure_behind_a_shield_is_reported() throws Exception {
    begin();
    EventLoop.current().setExceptionHandler((message, e) -> note(message + ": " + e.getMessage()));
    Task<Void> outer = spawn(shieldingFailure());
    await(sleep(ofSeconds(1)));
    outer.cancel(false);
    await(sleep(ofSeconds(5)));
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> begins_at_once() throws Exception {
    begin();
    Task<String> done = spawnEager(eager("one", 0));
    note("done " + done.isDone() + " " + done.join());
    Task<String> waits = spawnEager(eager("two", 1));
    note("done " + waits.isDone());
    note(await(waits));
    note("back in " + Task.current().name());
    return completed(notes());
  }

  @Async
  static Coroutine<String> eager(String name, int seconds) {
    note(name + " in another task: " + !Task.current().name().equals("main"));
    if (seconds > 0) {
      await(sleep(ofSeconds(seconds)));
    }
    return completed(name);
  }

  @Async
  static CompletableFuture<Task<?>> hotCurrent(boolean waits) {
    Task<?> before = Task.current();
    if (waits) {
      await(yieldNow());
    }
    note("same " + (before == Task.current()));
    return CompletableFuture.completedFuture(Task.current());
  }

  @Async
  static Coroutine<Task<?>> current() {
    await(yieldNow());
    return completed(Task.current());
  }

  @Async
  public static Coroutine<List<String>> knows_the_current_task() {
    begin();
    Task<?> own = Task.current();
    note("awaited " + (await(current()) == own));
    Task<Task<?>> spawned = spawn(current());
    note("spawned " + (await(spawned) == spawned));
    CompletableFuture<Task<?>> hot = hotCurrent(true);
    note("called " + (Task.current() == own));
    note("hot " + (await(hot) == hot));
    CompletableFuture<Task<?>> atOnce = hotCurrent(false);
    note("hot at once " + atOnce.isDone() + " " + (await(atOnce) == atOnce));
    note("back " + (Task.current() == own));
    EventLoop.current().execute(() -> note("in a callback: " + noTask()));
    await(yieldNow());
    return completed(notes());
  }

  private static String noTask() {
    try {
      return Task.current().name();
    } catch (IllegalStateException e) {
      return e.getMessage().replaceAll("'.*'", "...");
    }
  }

  @Async
  public static Coroutine<List<String>> knows_all_tasks() {
    begin();
    sleeping("sleeps", 1);
    spawn("waits", () -> await(sleeping("inner", 2)));
    spawn("held", () -> await(new CompletableFuture<String>()));
    await(yieldNow());
    await(yieldNow());
    note(names(Task.all()).stream().sorted().toList().toString().replaceAll("Task-\\d+", "main"));
    await(sleep(ofSeconds(3)));
    note(names(Task.all()).stream().sorted().toList().toString().replaceAll("Task-\\d+", "main"));
    return completed(notes());
  }

  @Async
  static Coroutine<String> uncancelling() {
    try {
      await(sleep(ofSeconds(9)));
    } catch (TaskCancelled e) {
      note(e.getMessage() + ", cancelling " + Task.current().cancelling());
      note("left " + Task.current().uncancel());
    }
    await(sleep(ofSeconds(1)));
    return completed("went on, cancelling " + Task.current().cancelling());
  }

  @Async
  public static Coroutine<List<String>> takes_a_cancel_back() {
    begin();
    Task<String> task = spawn(uncancelling());
    await(sleep(ofSeconds(1)));
    task.cancel("one");
    note("requested " + task.cancelling());
    note(await(task));
    return completed(notes());
  }

  @Async
  static Coroutine<Void> cancelsItself(boolean takesBack) {
    Task.current().cancel("myself");
    if (takesBack) {
      note("left " + Task.current().uncancel());
    }
    await(yieldNow());
    note("not delivered");
    return completed();
  }

  @Async
  public static Coroutine<List<String>> takes_a_cancel_back_before_it_is_delivered() {
    begin();
    await(spawn(cancelsItself(true)));
    try {
      await(spawn(cancelsItself(false)));
    } catch (CancellationException e) {
      note("cancelled: " + e.getMessage());
    }
    return completed(notes());
  }

  @Async
  public static Coroutine<List<String>> cancelled_before_its_first_step() {
    begin();
    Task<String> task = sleeping("never", 1);
    task.cancel(false);
    try {
      await(task);
    } catch (CancellationException e) {
      note("cancelled " + task.isCancelled());
    }
    return completed(notes());
  }
}
