package dev.fermata.tests.scale;

import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Prints the time of {@code fib(20)} as async calls and as plain Java, in one run. It is run by
 * hand: times are no test.
 */
public final class FibReport {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "scale", "Scale.java"));

  private static final int ROUNDS = 20;
  private static final int CALLS_A_ROUND = 500;

  private FibReport() {}

  /** Prints to standard output. */
  public static void main(String[] arguments) {
    long woven = Long.MAX_VALUE;
    long plain = Long.MAX_VALUE;
    // The two take turns, and the best round counts, so that warm-up and noise hit neither alone.
    for (int round = 0; round < ROUNDS; round++) {
      woven = Math.min(woven, nanos(() -> Fermata.<Integer>run(PROGRAM.coroutine("fib", 20))));
      plain = Math.min(plain, nanos(() -> PROGRAM.<Integer>call("plain", 20)));
    }
    System.out.printf(
        "fib(20): %.1f us as async calls, %.1f us as plain Java, ratio %.2f%n",
        woven / 1e3, plain / 1e3, (double) woven / plain);
  }

  private static long nanos(IntSupplier body) {
    int sum = 0;
    long start = System.nanoTime();
    for (int i = 0; i < CALLS_A_ROUND; i++) {
      sum += body.getAsInt();
    }
    long end = System.nanoTime();
    if (sum != CALLS_A_ROUND * 6765) {
      throw new AssertionError("wrong sum " + sum);
    }
    return (end - start) / CALLS_A_ROUND;
  }
}
