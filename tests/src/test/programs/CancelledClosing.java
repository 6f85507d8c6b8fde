import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.tests.programs.Replacements;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** As {@link Closing}, of what a close does to a cancellation of its body. */
public class CancelledClosing {
  @Async
  static Coroutine<Void> waits_async(Closing.Resource outer, Closing.Resource inner) {
    try (Closing.Resource a = outer;
        Closing.Resource b = inner) {
      Closing.LOG.add("waits");
      await(sleep(Duration.ofHours(1)));
    }
    return completed();
  }

  @Async
  static Coroutine<Void> waits_in_finally(Closing.Resource resource) {
    try {
      Closing.LOG.add("waits");
      await(sleep(Duration.ofHours(1)));
    } finally {
      resource.close();
    }
    return completed();
  }

  @Async
  static Coroutine<Void> waits_and_suppresses_itself(Closing.Resource resource) {
    try {
      Closing.LOG.add("waits");
      await(sleep(Duration.ofHours(1)));
    } catch (TaskCancelled e) {
      try {
        resource.close();
      } catch (Throwable closing) {
        e.addSuppressed(closing);
      }
      Closing.LOG.add("not reached where the close replaces");
      throw e;
    }
    return completed();
  }

  @Async
  static Coroutine<Void> waits_with_timeouts(Timeout outer, Timeout inner)
      throws TimeoutException {
    try (Timeout a = outer;
        Timeout b = inner) {
      Closing.LOG.add("waits");
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
      Closing.LOG.add("caught " + e.getMessage());
    }
    await(yieldNow());
    Closing.LOG.add("goes on");
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
      Closing.LOG.add("close of " + name);
      if (expires) {
        TimeoutException exception = new TimeoutException(name);
        Replacements.replace(cancelled, exception);
        throw exception;
      }
    }
  }

  /** Replaces the cancellation that it is told of. */
  static class Group extends Closing.Resource {
    Group(String name) {
      super(name);
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync(Throwable failure) {
      await(yieldNow());
      Closing.LOG.add("group fails: " + Closing.describe(failure));
      IllegalStateException child = new IllegalStateException("child");
      if (failure instanceof TaskCancelled cancelled) {
        Replacements.replace(cancelled, child);
      }
      throw child;
    }
  }

  @Async
  static Coroutine<List<String>> cancels(Coroutine<Void> body) {
    Task<Void> task = spawn(body);
    await(sleep(Duration.ofMillis(1)));
    task.cancel(true);
    try {
      await(task);
      Closing.LOG.add("value");
    } catch (Exception e) {
      Closing.LOG.add(e instanceof CancellationException ? "cancelled" : e.getClass().getSimpleName());
      for (Throwable suppressed : e.getSuppressed()) {
        Closing.LOG.add("suppressed " + suppressed.getMessage());
      }
    }
    return completed(Closing.taken());
  }

  static Timeout timeout(String name, boolean expires) {
    return new Timeout(name, expires);
  }

  public static Coroutine<List<String>> cancelled(String name) throws TimeoutException {
    return switch (name) {
      case "group" -> cancels(waits_async(new Closing.Resource("a"), new Group("g")));
      case "outer group" -> cancels(waits_async(new Group("g"), new Closing.Resource("b")));
      case "two groups" -> cancels(waits_async(new Group("g"), new Group("h")));
      case "failing close" -> cancels(waits_async(new Closing.Resource("a"), new Closing.Resource("b", true)));
      case "group in finally" -> cancels(waits_in_finally(new Group("g")));
      case "group by hand" -> cancels(waits_and_suppresses_itself(new Group("g")));
      case "by hand" -> cancels(waits_and_suppresses_itself(new Closing.Resource("a", true)));
      case "timeout" -> cancels(waits_with_timeouts(timeout("a", false), timeout("b", true)));
      case "outer timeout" -> cancels(waits_with_timeouts(timeout("a", true), timeout("b", false)));
      case "two timeouts" -> cancels(waits_with_timeouts(timeout("a", true), timeout("b", true)));
      case "caught timeout" -> cancels(waits_and_catches());
      default -> throw new AssertionError(name);
    };
  }
}
