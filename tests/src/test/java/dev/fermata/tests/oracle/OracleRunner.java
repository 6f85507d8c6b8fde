package dev.fermata.tests.oracle;

import dev.fermata.Coroutine;
import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Probe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs the unwoven class with blocking awaits. */
final class OracleRunner implements TargetRunner {
  @Override
  public Trace run(Method target, Mode mode) {
    return run(target, new Probe(mode));
  }

  Trace run(Method target, Probe probe) {
    Probe.setCurrent(probe);
    OracleFermata.resetSuspensions();
    Object value = null;
    Throwable failure = null;
    try {
      value = finish(target.invoke(null, probe));
    } catch (InvocationTargetException e) {
      failure = e.getCause();
    } catch (Throwable e) {
      failure = e;
    }
    Trace trace;
    try {
      trace = Trace.of(probe, value, failure, OracleFermata.suspensions());
      OracleIterator.closeOpen();
    } finally {
      Probe.setCurrent(null);
    }
    return trace;
  }

  private static @Nullable Object finish(@Nullable Object returned) {
    if (returned instanceof Coroutine<?> cold) {
      return OracleFermata.await(cold);
    }
    return OracleFermata.await((CompletionStage<?>) returned);
  }
}
