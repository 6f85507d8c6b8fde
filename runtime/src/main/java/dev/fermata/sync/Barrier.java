package dev.fermata.sync;

import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * Holds tasks until a number of them have come, and then lets them go on together; {@code
 * asyncio.Barrier}. It may be used again and again: who comes after the last one of a group belongs
 * to the next group at once (in asyncio only when all of the group before have gone).
 *
 * <p>A task that is cancelled while it waits leaves its group, which then waits for one more.
 */
public final class Barrier extends LoopBound {
  private final WaitQueue waiters = new WaitQueue();
  private final int parties;
  private boolean broken;

  /**
   * A barrier.
   *
   * @param parties how many tasks make a group
   * @throws IllegalArgumentException if it is less than 1
   */
  public Barrier(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException("a barrier needs at least 1 party, not " + parties);
    }
    this.parties = parties;
  }

  /**
   * Waits until the group is complete. The last one of a group does not wait, and the others go on
   * in a later turn, in the order in which they came.
   *
   * @return the coroutine of the task's place in its group, from 0; it fails with a {@link
   *     BrokenBarrierException} if the barrier is broken or reset, and with an {@link
   *     IllegalStateException} on another loop or thread
   */
  public Coroutine<Integer> await() {
    return new Await(this);
  }

  /**
   * Fails those who wait, and makes the barrier ready for a new group, also if it was broken.
   *
   * @throws IllegalStateException on another loop or thread
   */
  public void reset() {
    check();
    broken = false;
    failAll("the barrier was reset");
  }

  /**
   * Breaks the barrier: fails those who wait, and all who come later, until it is reset; asyncio's
   * {@code abort}.
   *
   * @throws IllegalStateException on another loop or thread
   */
  public void abort() {
    check();
    broken = true;
    failAll("the barrier was aborted");
  }

  private void failAll(String reason) {
    Suspension<?> waiting = waiters.first();
    while (waiting != null) {
      waiting.fail(new BrokenBarrierException(reason));
      waiting = waiters.first();
    }
  }

  private int arrive() {
    int index = 0;
    Await waiting = (Await) waiters.first();
    while (waiting != null) {
      waiting.resume(index++);
      waiting = (Await) waiters.first();
    }
    return index;
  }

  /** How many tasks make a group. */
  public int parties() {
    return parties;
  }

  /** How many wait for the others. Any thread; a snapshot on another one. */
  public int waiting() {
    return waiters.size();
  }

  /** Whether it was aborted, and not reset since. Any thread; a snapshot on another one. */
  public boolean isBroken() {
    return broken;
  }

  @Override
  public String toString() {
    return "Barrier[" + waiting() + " of " + parties + (broken ? ", broken]" : "]");
  }

  private static final class Await extends Suspension<Integer> {
    private final Barrier barrier;

    Await(Barrier barrier) {
      this.barrier = barrier;
    }

    @Override
    protected @Nullable Object begin() {
      barrier.check();
      if (barrier.broken) {
        throw new BrokenBarrierException("the barrier was aborted");
      }
      return barrier.waiters.size() + 1 < barrier.parties ? suspend() : barrier.arrive();
    }

    @Override
    protected WaitQueue queue() {
      return barrier.waiters;
    }

    @Override
    protected String name() {
      return "Barrier.await";
    }
  }
}
