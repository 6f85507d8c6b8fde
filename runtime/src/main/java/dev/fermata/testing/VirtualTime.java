package dev.fermata.testing;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.internal.InstalledClock;
import dev.fermata.internal.SharedSecrets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time for the event loops that one thread makes: the clock stands still while something is
 * ready, and jumps to the next timer when nothing is.
 *
 * <p>It works for whole unmodified programs that call {@link Fermata#run} on that thread. While the
 * loop has connections, or other threads work for it (operations on files, processes, {@link
 * Fermata#toThread}), the clock does not jump: no time passes until the next timer has come in real
 * time, so that a time limit ends only what really takes so long. Of other futures it does not know
 * who completes them: a loop that has a timer does not wait for those, and jumps; one that has none
 * waits in real time.
 *
 * <pre>{@code
 * try (var time = VirtualTime.install()) {
 *   StockPrices.main(new String[0]);
 *   assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(3));
 * }
 * }</pre>
 */
public final class VirtualTime implements AutoCloseable {
  private final InstalledClock clock = SharedSecrets.runtime().installVirtualClock();

  private VirtualTime() {}

  /** Gives the calling thread virtual time until it is closed, on the same thread. */
  public static VirtualTime install() {
    return new VirtualTime();
  }

  /**
   * Runs a program, such as a {@code main} method, on virtual time.
   *
   * @return the virtual time that it took
   * @throws Exception what the program throws
   */
  public static Duration run(Program program) throws Exception {
    try (VirtualTime time = install()) {
      program.run();
      return time.elapsed();
    }
  }

  /** Runs a coroutine with {@link Fermata#run(Coroutine)} on virtual time; returns its result. */
  public static <T extends @Nullable Object> T run(Coroutine<T> main) {
    VirtualTime time = install();
    try {
      return Fermata.run(main);
    } finally {
      time.close();
    }
  }

  /** The virtual time since the installation. */
  public Duration elapsed() {
    return Duration.ofNanos(clock.elapsedNanos());
  }

  /**
   * Gives the thread its clock back.
   *
   * @throws IllegalStateException on another thread
   */
  @Override
  public void close() {
    clock.uninstall();
  }

  /** A program that calls {@link Fermata#run} in its course. */
  @FunctionalInterface
  public interface Program {
    /** Runs the program. */
    void run() throws Exception;
  }
}
