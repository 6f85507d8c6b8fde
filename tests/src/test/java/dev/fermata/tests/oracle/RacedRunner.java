package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Probe;
import dev.fermata.tests.probe.Thing;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls a woven hot method on a thread without a loop, and lets another thread complete what it
 * awaits, and go on with the method, while the first one is still about to subscribe: whatever the
 * first did to a frame afterwards would be seen.
 */
final class RacedRunner implements TargetRunner {
  /** As many as awaits follow one another: each goes on inside the completion of the one before. */
  private static final Executor OTHERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "raced");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public Trace run(Method target, Mode mode) {
    Race race = new Race(mode);
    Probe.setCurrent(race.probe);
    try {
      CompletableFuture<?> task = (CompletableFuture<?>) target.invoke(null, race.probe);
      TaskDriver driver = new TaskDriver(race.probe, task);
      // What the target does not await, but some future of the JDK on its behalf, is not raced.
      while (!driver.isDone()) {
        if (!driver.serve()) {
          return driver.stuck("it is not done and waits for nothing");
        }
      }
      Trace trace = driver.trace();
      return new Trace(
          trace.end(), trace.place(), trace.effects(), trace.suspensions() + race.count.get());
    } catch (InvocationTargetException e) {
      throw new AssertionError("a hot method threw at its caller", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    } finally {
      Probe.setCurrent(null);
    }
  }

  /** The futures of one run. */
  private static final class Race {
    private final AtomicInteger count = new AtomicInteger();
    private final Probe probe;

    Race(Mode mode) {
      probe = new Probe(mode, Raced::new);
    }

    private void settle(CompletableFuture<?> future) {
      Thing thing = probe.thingOf(future).orElseThrow();
      count.incrementAndGet();
      CompletableFuture.runAsync(() -> asCurrent(thing), OTHERS).join();
    }

    private void asCurrent(Thing thing) {
      Probe.setCurrent(probe);
      try {
        thing.settle();
      } finally {
        Probe.setCurrent(null);
      }
    }

    private final class Raced extends CompletableFuture<@Nullable Object> {
      @Override
      public <U> CompletableFuture<U> handle(
          BiFunction<? super @Nullable Object, Throwable, ? extends U> function) {
        boolean pending = !isDone();
        CompletableFuture<U> handled = super.handle(function);
        if (pending) {
          settle(this);
        }
        return handled;
      }

      @Override
      public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
      }
    }
  }
}
