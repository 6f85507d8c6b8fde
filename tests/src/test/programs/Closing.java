import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCloseable;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import dev.fermata.tests.programs.Replacements;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** What a resource is told when it is closed, and what its close does to the body's exception. */
public class Closing {
  static final List<String> LOG = new ArrayList<>();

  /** Notes what it is told. */
  static class Resource implements AsyncCloseable {
    private final String name;
    private final boolean fails;

    Resource(String name) {
      this(name, false);
    }

    Resource(String name, boolean fails) {
      this.name = name;
      this.fails = fails;
    }

    @Override
    public Coroutine<Void> closeAsync() {
      throw new AssertionError("the closing brace gives the failure");
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync(Throwable failure) {
      await(sleep(Duration.ofSeconds(1)));
      LOG.add(name + (failure == null ? " ends" : " fails: " + describe(failure)));
      if (fails) {
        throw new IllegalArgumentException("close of " + name);
      }
      return completed();
    }
  }

  static class StepException extends RuntimeException {
    StepException() {
      super("step");
    }
  }

  static String describe(Throwable failure) {
    return failure instanceof TaskCancelled ? "cancelled" : failure.getMessage();
  }

  @Async
  static Coroutine<Integer> step(boolean fails) {
    await(yieldNow());
    if (fails) {
      throw new StepException();
    }
    return completed(1);
  }

  public static List<String> taken() {
    List<String> log = new ArrayList<>(LOG);
    LOG.clear();
    return log;
  }

  public static Coroutine<List<String>> log(String name, Object... arguments) throws Exception {
    for (Method method : Closing.class.getDeclaredMethods()) {
      if (method.getName().equals(name) && !method.isSynthetic()) {
        return logOf((Coroutine<?>) method.invoke(null, arguments));
      }
    }
    throw new AssertionError(name);
  }

  /** The log of a case, and how it ended. */
  @Async
  static Coroutine<List<String>> logOf(Coroutine<?> body) {
    try {
      LOG.add("value " + await(body));
    } catch (Throwable e) {
      LOG.add(e.getClass().getSimpleName() + ": " + describe(e));
      for (Throwable suppressed : e.getSuppressed()) {
        LOG.add("suppressed " + suppressed.getMessage());
      }
    }
    return completed(taken());
  }

  // try-with-resources

  @Async
  static Coroutine<Integer> one(boolean fails, boolean closeFails) {
    try (Resource a = new Resource("a", closeFails)) {
      LOG.add("body");
      await(step(fails));
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> one_that_returns(boolean fails) {
    try (Resource a = new Resource("a")) {
      return completed(await(step(fails)));
    }
  }

  @Async
  static Coroutine<Integer> two(boolean fails, boolean closeFails) {
    try (Resource a = new Resource("a");
        Resource b = new Resource("b", closeFails)) {
      await(step(fails));
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> three(boolean fails) {
    try (Resource a = new Resource("a");
        Resource b = new Resource("b", true);
        Resource c = new Resource("c", true)) {
      return completed(await(step(fails)));
    }
  }

  @Async
  static Coroutine<Integer> second_is_not_opened(boolean fails) {
    try (Resource a = new Resource("a");
        Resource b = open("b", fails)) {
      await(step(false));
    }
    return completed(1);
  }

  static Resource open(String name, boolean fails) {
    if (fails) {
      throw new IllegalStateException("no " + name);
    }
    return new Resource(name);
  }

  @Async
  static Coroutine<Integer> none(boolean fails) {
    try (Resource none = fails ? null : new Resource("a")) {
      return completed(await(step(fails)));
    }
  }

  @Async
  static Coroutine<Integer> existing_variable(boolean fails) {
    return completed(await(of_a_parameter(new Resource("p"), fails)));
  }

  @Async
  static Coroutine<Integer> of_a_parameter(Resource p, boolean fails) {
    try (p) {
      await(step(fails));
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> opened_in_a_handler(boolean fails) {
    try {
      await(step(true));
    } catch (StepException e) {
      try (Resource a = new Resource("a")) {
        await(step(fails));
      }
      LOG.add("after " + e.getMessage());
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> existing_variable_in_a_handler(boolean fails) {
    return completed(await(of_a_parameter_in_a_handler(new Resource("p"), fails)));
  }

  @Async
  static Coroutine<Integer> of_a_parameter_in_a_handler(Resource p, boolean fails) {
    try {
      await(step(true));
    } catch (StepException e) {
      try (p) {
        await(yieldNow());
        if (fails) {
          throw new IllegalStateException("body");
        }
      }
      LOG.add("after " + e.getMessage());
      throw e;
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> in_a_loop() {
    StepException last = null;
    for (int i = 0; i < 5; i++) {
      try (Resource r = new Resource("r" + i)) {
        if (i == 1) {
          continue;
        }
        await(step(i == 0 || i == 3));
        if (i == 4) {
          break;
        }
      } catch (StepException e) {
        last = e;
      }
    }
    LOG.add("last " + last.getMessage());
    return completed(5);
  }

  @Async
  static Coroutine<Integer> body_catches(boolean fails) {
    StepException last = null;
    try (Resource a = new Resource("a")) {
      for (int i = 0; i < 2; i++) {
        try {
          await(step(fails || i == 0));
          return completed(i);
        } catch (StepException e) {
          last = e;
        }
      }
    }
    throw last;
  }

  @Async
  static Coroutine<Integer> body_catches_and_leaves() {
    StepException last;
    try (Resource a = new Resource("a")) {
      try {
        return completed(await(step(true)));
      } catch (StepException e) {
        last = e;
      }
    }
    LOG.add("handled " + last.getMessage());
    return completed(1);
  }

  @Async
  static Coroutine<Integer> body_catches_and_fails() {
    StepException last = null;
    try {
      try (Resource a = new Resource("a")) {
        try {
          await(step(true));
        } catch (StepException e) {
          last = e;
          LOG.add("handled");
        }
        await(yieldNow());
        throw new IllegalStateException("later");
      }
    } finally {
      LOG.add("last " + last.getMessage());
    }
  }

  // Explicit closes

  @Async
  static Coroutine<Integer> in_a_finally(boolean fails) {
    Resource a = new Resource("a");
    try {
      return completed(await(step(fails)));
    } finally {
      a.close();
      LOG.add("closed");
    }
  }

  @Async
  static Coroutine<Integer> opened_in_the_try(boolean fails) {
    Resource a = null;
    try {
      a = open("a", false);
      await(step(fails));
    } finally {
      if (a != null) {
        a.close();
      }
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> finally_after_a_catch() {
    StepException last = null;
    for (int i = 0; i < 2; i++) {
      Resource r = new Resource("r" + i);
      try {
        return completed(await(step(i == 0)));
      } catch (StepException e) {
        last = e;
      } finally {
        r.close();
      }
    }
    throw last;
  }

  @Async
  static Coroutine<Integer> finally_with_a_try(boolean fails) {
    Resource a = new Resource("a");
    try {
      return completed(await(step(fails)));
    } finally {
      try {
        await(step(true));
      } catch (StepException e) {
        LOG.add("in finally");
      }
      a.close();
    }
  }

  @Async
  static Coroutine<Integer> finally_that_returns(boolean fails) {
    Resource a = new Resource("a");
    try {
      await(step(fails));
    } finally {
      a.close();
      return completed(2);
    }
  }

  @Async
  static Coroutine<Integer> in_a_handler(boolean fails) {
    Resource a = new Resource("a");
    try {
      await(step(fails));
    } catch (StepException e) {
      a.close();
      throw new IllegalStateException("wrapped " + e.getMessage());
    }
    a.close();
    return completed(1);
  }

  @Async
  static Coroutine<Integer> behind_a_handler(boolean fails) throws Throwable {
    Resource a = new Resource("a");
    Throwable failure = null;
    try {
      await(step(fails));
    } catch (Throwable e) {
      failure = e;
    }
    a.close();
    if (failure != null) {
      throw failure;
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> in_two_handlers(boolean fails) {
    Resource a = new Resource("a");
    RuntimeException failure;
    try {
      await(step(fails));
      a.close();
      throw new IllegalStateException("end");
    } catch (StepException e) {
      failure = e;
    } catch (IllegalStateException e) {
      failure = e;
    }
    a.close();
    throw failure;
  }

  @Async
  static Coroutine<Integer> without_a_try() {
    Resource a = new Resource("a");
    await(step(false));
    a.close();
    return completed(1);
  }

  @Async
  static Coroutine<Integer> in_a_lambda(boolean fails) {
    return completed(
        await(
            async(
                () -> {
                  try (Resource a = new Resource("a")) {
                    return await(step(fails));
                  }
                })));
  }

  // Cancellation

  @Async
  static Coroutine<Void> waits_async(Resource outer, Resource inner) {
    try (Resource a = outer;
        Resource b = inner) {
      LOG.add("waits");
      await(sleep(Duration.ofHours(1)));
    }
    return completed();
  }

  @Async
  static Coroutine<Void> waits_in_finally(Resource resource) {
    try {
      LOG.add("waits");
      await(sleep(Duration.ofHours(1)));
    } finally {
      resource.close();
    }
    return completed();
  }

  @Async
  static Coroutine<Void> waits_and_suppresses_itself(Resource resource) {
    try {
      LOG.add("waits");
      await(sleep(Duration.ofHours(1)));
    } catch (TaskCancelled e) {
      try {
        resource.close();
      } catch (Throwable closing) {
        e.addSuppressed(closing);
      }
      LOG.add("not reached where the close replaces");
      throw e;
    }
    return completed();
  }

  @Async
  static Coroutine<Void> waits_with_timeouts(Timeout outer, Timeout inner)
      throws TimeoutException {
    try (Timeout a = outer;
        Timeout b = inner) {
      LOG.add("waits");
      try {
        await(sleep(Duration.ofHours(1)));
      } catch (TaskCancelled e) {
        a.cancelled = e;
        b.cancelled = e;
        throw e;
      }
    }
    return completed();
  }

  @Async
  static Coroutine<Void> waits_and_catches() {
    try {
      await(waits_with_timeouts(new Timeout("a", true), new Timeout("b", false)));
    } catch (TimeoutException e) {
      LOG.add("caught " + e.getMessage());
    }
    await(yieldNow());
    LOG.add("goes on");
    return completed();
  }

  /** Is closed without an await; if it has expired it replaces the cancellation. */
  static class Timeout implements AutoCloseable {
    private final String name;
    private final boolean expires;
    TaskCancelled cancelled;

    Timeout(String name, boolean expires) {
      this.name = name;
      this.expires = expires;
    }

    @Override
    public void close() throws TimeoutException {
      LOG.add("close of " + name);
      if (expires) {
        TimeoutException exception = new TimeoutException(name);
        Replacements.replace(cancelled, exception);
        throw exception;
      }
    }
  }

  /** Replaces the cancellation that it is told of. */
  static class Group extends Resource {
    Group(String name) {
      super(name);
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync(Throwable failure) {
      await(yieldNow());
      LOG.add("group fails: " + describe(failure));
      IllegalStateException child = new IllegalStateException("child");
      if (failure instanceof TaskCancelled cancelled) {
        Replacements.replace(cancelled, child);
      }
      throw child;
    }
  }

  // The runtime's own

  @Async
  static Coroutine<Void> child(Duration time, boolean fails) {
    try {
      await(sleep(time));
    } catch (TaskCancelled e) {
      LOG.add("child cancelled");
      throw e;
    }
    if (fails) {
      throw new IllegalStateException("child");
    }
    LOG.add("child done");
    return completed();
  }

  @Async
  static Coroutine<Integer> group(boolean bodyFails) {
    try (TaskGroup group = TaskGroup.open()) {
      group.spawn(child(Duration.ofHours(1), false));
      await(step(bodyFails));
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> group_whose_child_fails() {
    try (Resource a = new Resource("a");
        TaskGroup group = TaskGroup.open();
        Resource b = new Resource("b")) {
      group.spawn(child(Duration.ofSeconds(1), true));
      await(sleep(Duration.ofHours(1)));
    }
    return completed(1);
  }

  @Async
  static Coroutine<Integer> time_limit() throws TimeoutException {
    try (Resource a = new Resource("a");
        dev.fermata.Timeout limit = dev.fermata.Timeout.open(Duration.ofSeconds(1));
        Resource b = new Resource("b")) {
      await(sleep(Duration.ofHours(1)));
    }
    return completed(1);
  }

  @Async
  static Coroutine<List<String>> cancels(Coroutine<Void> body) {
    Task<Void> task = spawn(body);
    await(sleep(Duration.ofMillis(1)));
    task.cancel(true);
    try {
      await(task);
      LOG.add("value");
    } catch (Exception e) {
      LOG.add(e instanceof CancellationException ? "cancelled" : e.getClass().getSimpleName());
      for (Throwable suppressed : e.getSuppressed()) {
        LOG.add("suppressed " + suppressed.getMessage());
      }
    }
    return completed(taken());
  }

  static Timeout timeout(String name, boolean expires) {
    return new Timeout(name, expires);
  }

  public static Coroutine<List<String>> cancelled(String name) throws TimeoutException {
    return switch (name) {
      case "group" -> cancels(waits_async(new Resource("a"), new Group("g")));
      case "outer group" -> cancels(waits_async(new Group("g"), new Resource("b")));
      case "two groups" -> cancels(waits_async(new Group("g"), new Group("h")));
      case "failing close" -> cancels(waits_async(new Resource("a"), new Resource("b", true)));
      case "group in finally" -> cancels(waits_in_finally(new Group("g")));
      case "group by hand" -> cancels(waits_and_suppresses_itself(new Group("g")));
      case "by hand" -> cancels(waits_and_suppresses_itself(new Resource("a", true)));
      case "timeout" -> cancels(waits_with_timeouts(timeout("a", false), timeout("b", true)));
      case "outer timeout" -> cancels(waits_with_timeouts(timeout("a", true), timeout("b", false)));
      case "two timeouts" -> cancels(waits_with_timeouts(timeout("a", true), timeout("b", true)));
      case "caught timeout" -> cancels(waits_and_catches());
      default -> throw new AssertionError(name);
    };
  }
}
