package dev.fermata.io;

import dev.fermata.EventLoop;
import dev.fermata.internal.RuntimeAccess;
import dev.fermata.internal.SharedSecrets;
import java.util.concurrent.Executor;

/** To whom something belongs, and who does it. */
final class Loops {
  private static final RuntimeAccess RUNTIME = SharedSecrets.runtime();

  private Loops() {}

  /**
   * Throws unless this thread runs a loop.
   *
   * @throws IllegalStateException that says what to do
   */
  @SuppressWarnings("ReferenceEquality") // loops are compared by identity
  static void check(EventLoop loop, Object what) {
    if (EventLoop.current() != loop) {
      throw new IllegalStateException(
          what
              + " belongs to another event loop than thread '"
              + Thread.currentThread().getName()
              + "'; send the work there with execute");
    }
  }

  /**
   * Does something on another thread for a task of a loop, on whose thread this is called. The body
   * ends with {@link #ended}.
   */
  static void elsewhere(EventLoop loop, Executor executor, Runnable body) {
    executor.execute(body);
    RUNTIME.workHasBegun(loop);
  }

  /** What was begun elsewhere has ended: does the rest on the loop's thread. Any thread. */
  static void ended(EventLoop loop, Runnable rest) {
    RUNTIME.workHasEnded(loop, rest);
  }

  /** Does something in the loop's next turn. Any thread. */
  static void send(EventLoop loop, Runnable action) {
    RUNTIME.send(loop, action);
  }

  /** The selector of a loop, on whose thread this is called. */
  static Reactor reactor(EventLoop loop) {
    return RUNTIME.isHosted(loop)
        ? (Reactor) RUNTIME.hostedPoller(loop, HostedReactor::new)
        : loop.poller(Reactor.class, Reactor::new);
  }
}
