package dev.fermata.tests.oracle;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.runtime.Continuations;
import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Probe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs a woven method on an event loop: a cold one is spawned, a hot one called. */
final class LoopRunner implements TargetRunner {
  @Override
  public Trace run(Method target, Mode mode) {
    Probe probe = new Probe(mode);
    Probe.setCurrent(probe);
    try {
      return Fermata.run(new Root(target, probe));
    } finally {
      Probe.setCurrent(null);
    }
  }

  /** Starts the target, and looks after it in every turn of the loop. */
  private static final class Root extends Coroutine<Trace> {
    /** More turns than any target needs between two awaits. */
    private static final int PATIENCE = 1_000;

    private final Method target;
    private final Probe probe;
    private final CompletableFuture<Trace> finished = new CompletableFuture<>();
    private int idleTurns;

    Root(Method target, Probe probe) {
      this.target = target;
      this.probe = probe;
    }

    @Override
    protected @Nullable Object begin() throws Throwable {
      Object returned;
      try {
        returned = target.invoke(null, probe);
      } catch (InvocationTargetException e) {
        throw new AssertionError("an async method threw at its caller", e.getCause());
      }
      CompletableFuture<?> task =
          returned instanceof Coroutine<?> cold
              ? Fermata.spawn(cold)
              : (CompletableFuture<?>) returned;
      look(EventLoop.current(), new TaskDriver(probe, task));
      return Continuations.delegate(finished);
    }

    private void look(EventLoop loop, TaskDriver driver) {
      if (driver.isDone()) {
        finished.complete(driver.trace());
      } else if (idleTurns > PATIENCE) {
        finished.complete(driver.stuck("it is not done and waits for nothing"));
      } else {
        idleTurns = driver.serve() ? 0 : idleTurns + 1;
        loop.execute(() -> look(loop, driver));
      }
    }
  }
}
