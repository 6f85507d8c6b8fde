package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.weaving.JarWeaving;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * The compiler over class files, in one warm thread, beside what has to be done without weaving:
 * the classes are read once, or the JAR is read and written.
 */
@Described(value = "weaving", per = "a KB of classes")
@OperationsPerInvocation(Weaving.KILOBYTES)
public class Weaving extends Workload {
  static final int KILOBYTES = 1_000;

  /** Whether any class is async, and what is around it. */
  @Param({"classes without async methods, in memory", "a JAR of which 1 % is async"})
  public String what;

  private boolean jar;
  private JarWeaving work;

  @Override
  void prepare(String method, boolean small) {
    jar = what.startsWith("a JAR");
    work = new JarWeaving(small ? 100 : KILOBYTES);
  }

  @Benchmark
  public int plain() {
    return jar ? work.copyJar() : work.readPlain();
  }

  @Benchmark
  public int fermata() {
    return jar ? work.weaveJar() : work.weavePlain();
  }
}
