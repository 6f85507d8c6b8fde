package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Probe;
import dev.fermata.tests.probe.Thing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gives a suspended task what it waits for, or cancels it, as the mode says. */
final class TaskDriver {
  private final Probe probe;
  private final CompletableFuture<?> task;
  private int suspensions;

  TaskDriver(Probe probe, CompletableFuture<?> task) {
    this.probe = probe;
    this.task = task;
  }

  boolean isDone() {
    return task.isDone();
  }

  /** Serves the wait at which the task is held; false if it waits for nothing of the probe's. */
  boolean serve() {
    if (probe.holdsMonitor()) {
      throw new AssertionError("the task is held and has a monitor");
    }
    Optional<Thing> awaited = probe.awaited();
    if (awaited.isEmpty()) {
      return false;
    }
    suspensions++;
    Thing thing = awaited.get();
    if (thing.number() == probe.mode().cancelAt()) {
      thing.markSettled();
      task.cancel(true);
    } else {
      thing.settle();
    }
    return true;
  }

  /** What was seen; the task must be done. */
  Trace trace() {
    Object[] value = new Object[1];
    Throwable[] failure = new Throwable[1];
    task.whenComplete(
        (result, exception) -> {
          value[0] = result;
          failure[0] = exception;
        });
    return Trace.of(probe, value[0], failure[0], suspensions);
  }

  /** A trace that no oracle gives. */
  Trace stuck(@Nullable String reason) {
    return new Trace("is stuck: " + reason, "", probe.effects(), suspensions);
  }
}
