package dev.fermata.io;

import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.util.function.BooleanSupplier;

/**
 * The selector of a hosted loop, whose thread never waits. A thread of its own waits in the
 * selector and does nothing else: it hands the keys whose events have come to the loop, and selects
 * again when the tasks that they have resumed have had their turn. So it selects again once for
 * each turn, and nothing of a key is ever used by both threads.
 *
 * <pre>
 * SELECTING → HANDED   events have come: {@link #tell} is sent to the loop
 * HANDED → SELECTING   the loop has told them, a turn ago
 * SELECTING → SELECTING woken by the loop, which wants other events
 * SELECTING → PAUSED → SELECTING  the loop selects by itself, once
 * any → CLOSED         the loop has ended
 * </pre>
 *
 * <p>The state changes under the lock. The loop adds to the interest of a key before it looks
 * whether the thread selects, and the thread says that it does before it looks at the keys: so no
 * interest is overlooked.
 */
final class HostedReactor extends Reactor {
  private final Object lock = new Object();
  private volatile boolean selecting;
  private boolean handed;
  private boolean paused;
  private boolean closed;

  @SuppressWarnings("this-escape") // the thread begins when all is there
  HostedReactor() {
    Thread thread = new Thread(this::run, "fermata-selector");
    thread.setDaemon(true);
    thread.start();
  }

  // ---- the thread ------------------------------------------------------------------------------

  private void run() {
    while (enter()) {
      RuntimeException failure = null;
      try {
        select(Long.MAX_VALUE);
      } catch (UncheckedIOException e) {
        failure = e;
      }
      boolean events = leave(failure != null);
      if (events) {
        Loops.send(loop(), this::tell);
      } else if (failure != null) {
        report(failure);
      }
    }
  }

  /** Whether to select, when the loop lets it. */
  private boolean enter() {
    synchronized (lock) {
      waitWhile(() -> (handed || paused) && !closed);
      selecting = !closed;
      return selecting;
    }
  }

  /** Waits, with the lock; an interrupt is kept for whom it is meant. */
  private void waitWhile(BooleanSupplier condition) {
    boolean interrupted = false;
    while (condition.getAsBoolean()) {
      try {
        lock.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there are events to tell. */
  private boolean leave(boolean failed) {
    synchronized (lock) {
      selecting = false;
      closed |= failed;
      handed = !closed && hasEvents();
      lock.notifyAll();
      return handed;
    }
  }

  // ---- the loop's thread -----------------------------------------------------------------------

  private void tell() {
    tellAll();
    Loops.send(loop(), this::goOn);
  }

  private void goOn() {
    synchronized (lock) {
      handed = false;
      lock.notifyAll();
    }
  }

  @Override
  void wanted() {
    if (selecting) {
      wakeUp();
    }
  }

  @Override
  void close(Channel channel) {
    super.close(channel);
    // A select gives the descriptor back.
    wanted();
  }

  @Override
  void closeNow(Channel channel) {
    pause();
    super.closeNow(channel);
    synchronized (lock) {
      paused = false;
      lock.notifyAll();
    }
  }

  private void pause() {
    synchronized (lock) {
      paused = true;
      wakeUp();
      waitWhile(() -> selecting);
    }
  }

  @Override
  public boolean isAwaited() {
    return hasOpenChannel();
  }

  @Override
  public void close() {
    pause();
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    super.close();
  }
}
