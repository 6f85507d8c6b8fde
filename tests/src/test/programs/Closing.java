import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCloseable;
import dev.fermata.Coroutine;
import dev.fermata.TaskCancelled;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
