package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.weaving.Processes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * Whole processes, cold as users start them: with an agent that does nothing, and with Fermata's; a
 * JAR that is read and written, and one that the tool weaves, on all processors.
 */
@Described(value = "processes", per = "a process", once = true, packaged = true)
@OperationsPerInvocation(StartUp.TIMES)
public class StartUp extends Workload {
  static final int TIMES = 8;
  private static final int KILOBYTES = 8_000;

  /** What is started. */
  @Param({
    "hello, with an agent",
    "400 async methods, woven before or by the agent",
    "a JAR of 8 MB of which 1 % is async, copied or woven by the tool"
  })
  public String what;

  private Processes processes;

  @Override
  void prepare(String method, boolean small) {
    processes = new Processes(KILOBYTES);
  }

  @Benchmark
  public int plain() {
    return start(false);
  }

  @Benchmark
  public int fermata() {
    return start(true);
  }

  private int start(boolean woven) {
    int sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum +=
          switch (what.charAt(0)) {
            case 'h' -> processes.hello(woven);
            case '4' -> processes.program(woven);
            default -> processes.jar(woven);
          };
    }
    return sum;
  }
}
