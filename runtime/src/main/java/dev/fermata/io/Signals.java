package dev.fermata.io;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.EventLoop;
import dev.fermata.sync.Channel;
import java.util.ArrayList;
import java.util.List;

/**
 * Signals that the operating system sends to this process; trio's {@code open_signal_receiver}.
 *
 * <pre>{@code
 * try (Signals signals = Signals.receive("TERM", "INT")) {
 *   for (String signal : signals) {
 *     await(server.shutdown(ofSeconds(10)));
 *     break;
 *   }
 * }
 * }</pre>
 *
 * <p>From {@link #receive} to {@link #close} a signal does nothing else than being received; the
 * virtual machine does not end at one. Those that come while nobody waits are kept.
 */
public final class Signals implements AsyncIterable<String>, AutoCloseable {
  private final Channel<String> received = Channel.unbounded();
  private final List<SignalHandling> handlings = new ArrayList<>();

  private Signals() {}

  /**
   * Receives signals from now on; on a thread that runs a loop.
   *
   * @param names without the leading SIG, such as {@code TERM}, {@code INT}, {@code HUP} or {@code
   *     USR2}
   * @throws IllegalArgumentException if there is no such signal, or the virtual machine uses it
   * @throws UnsupportedOperationException on a virtual machine without {@code sun.misc.Signal}, the
   *     module {@code jdk.unsupported}
   */
  public static Signals receive(String... names) {
    EventLoop loop = EventLoop.current();
    Signals signals = new Signals();
    try {
      for (String name : names) {
        signals.handlings.add(
            SignalHandling.begin(name, () -> loop.execute(() -> signals.arrived(name))));
      }
    } catch (RuntimeException e) {
      signals.close();
      throw e;
    }
    return signals;
  }

  void arrived(String name) {
    // It may have come before the close, and its turn after it.
    if (!handlings.isEmpty()) {
      received.trySend(name);
    }
  }

  /** The names of the signals, in the order in which they come, until this is closed. */
  @Override
  public AsyncIterator<String> iterator() {
    return received.iterator();
  }

  /** Signals do what they did before. Again has no effect. */
  @Override
  public void close() {
    handlings.forEach(SignalHandling::end);
    handlings.clear();
    received.close();
  }
}
