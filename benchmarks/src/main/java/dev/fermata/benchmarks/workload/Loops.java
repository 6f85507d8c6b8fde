package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.LoopsEa;
import dev.fermata.benchmarks.kotlin.LoopsKotlin;
import dev.fermata.benchmarks.threads.LoopsPlain;
import dev.fermata.benchmarks.woven.LoopsFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A loop over an array that awaits nothing, in a method that awaits: beside a loop with an await,
 * inside of one, or after an await; the awaits suspend or not. Plain Java is the limit.
 */
@Described(value = "a pure loop and awaits", per = "a call")
@OperationsPerInvocation(Loops.TIMES)
public class Loops extends Workload {
  private static final int SIZE = 16_384;
  static final int TIMES = 16;

  /** Where the pure loop is, and whether the awaits suspend. */
  @Param({
    "beside",
    "inside",
    "after",
    "beside, suspending",
    "inside, suspending",
    "after, suspending"
  })
  public String place;

  private String kind;
  private boolean suspending;

  private final int[] numbers = numbers();
  private final LoopsPlain plain = new LoopsPlain(numbers, false);
  private final LoopsFermata fermata = new LoopsFermata(numbers);
  private final LoopsKotlin kotlin = new LoopsKotlin(numbers);
  private final LoopsEa ea = new LoopsEa(numbers);

  private static int[] numbers() {
    int[] numbers = new int[SIZE];
    for (int i = 0; i < SIZE; i++) {
      numbers[i] = i % 1_000;
    }
    return numbers;
  }

  @Override
  void prepare(String method, boolean small) {
    suspending = place.endsWith(", suspending");
    kind = place.replace(", suspending", "");
  }

  @Benchmark
  public int plain() {
    int sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum +=
          switch (kind) {
            case "beside" -> plain.beside();
            case "inside" -> plain.inside();
            default -> plain.after();
          };
    }
    return sum;
  }

  @Benchmark
  public int fermata() {
    return fermata.run(kind, TIMES, suspending);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(kind, TIMES, suspending);
  }

  @Benchmark
  public int eaAsync() {
    return ea.run(kind, TIMES, suspending);
  }
}
