package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Mode;
import java.lang.reflect.Method;

/** Runs one target method in one mode, to its end. */
@FunctionalInterface
interface TargetRunner {
  /** Runs it on the calling thread. */
  Trace run(Method target, Mode mode);
}
