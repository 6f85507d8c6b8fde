package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Probe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;

/** Calls a woven hot method on a thread without a loop; it is resumed inside the completion. */
final class OffLoopRunner implements TargetRunner {
  @Override
  public Trace run(Method target, Mode mode) {
    Probe probe = new Probe(mode);
    Probe.setCurrent(probe);
    try {
      TaskDriver driver = new TaskDriver(probe, (CompletableFuture<?>) target.invoke(null, probe));
      while (!driver.isDone()) {
        if (!driver.serve()) {
          return driver.stuck("it is not done and waits for nothing");
        }
      }
      return driver.trace();
    } catch (InvocationTargetException e) {
      throw new AssertionError("a hot method threw at its caller", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    } finally {
      Probe.setCurrent(null);
    }
  }
}
