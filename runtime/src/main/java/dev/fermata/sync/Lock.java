package dev.fermata.sync;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets one task at a time pass, where awaits stand between; {@code asyncio.Lock}.
 *
 * <pre>{@code
 * try (var held = await(lock.acquire())) {
 *   await(write(first));
 *   await(write(second)); // no other task of this lock writes between
 * }
 * }</pre>
 *
 * <p>A release hands the lock over to whoever has waited longest; nobody gets before them. The lock
 * is not reentrant: a task that acquires it twice waits for itself. It is of the loop, not of a
 * task: any code on the loop's thread may release it.
 */
@SuppressWarnings("ReferenceEquality") // holds are compared by identity
public final class Lock extends LoopBound {
  /** Who waits to get the lock: those who acquire it, and signalled waiters of conditions. */
  final WaitQueue waiters = new WaitQueue();

  private @Nullable Held holder;

  /** A free lock. */
  public Lock() {}

  /**
   * Waits until the lock is free, and takes it.
   *
   * @return the coroutine of what releases it; it fails with an {@link IllegalStateException} on
   *     another loop or thread
   */
  public Coroutine<Held> acquire() {
    return new Acquire(this);
  }

  /** What beginning the coroutine does. */
  Object beginAcquire() {
    Acquire acquire = new Acquire(this);
    RUNTIME.claim(acquire);
    return acquire.begin();
  }

  /**
   * Takes the lock if it is free.
   *
   * @return what releases it, or null if it is not free
   * @throws IllegalStateException on another loop or thread
   */
  public @Nullable Held tryAcquire() {
    check();
    if (holder != null) {
      return null;
    }
    Acquire taken = new Acquire(this);
    RUNTIME.claim(taken);
    holder = taken;
    return taken;
  }

  /**
   * Hands the lock over to who has waited longest, which goes on in a later turn.
   *
   * @throws IllegalStateException if it is not held, or on another loop or thread
   */
  public void release() {
    check();
    checkHeld("release");
    handOver();
  }

  /** Runs a body while the lock is held; its result, or what it throws, is the result. */
  public <T extends @Nullable Object> Coroutine<T> withLock(Coroutine<T> body) {
    return new Guarded<>(body) {
      @Override
      Coroutine<Held> acquire() {
        return Lock.this.acquire();
      }

      @Override
      protected String name() {
        return "Lock.withLock";
      }
    };
  }

  /** As {@link #withLock(Coroutine)}, of an async lambda. */
  public <T extends @Nullable Object> Coroutine<T> withLock(AsyncCallable<T> body) {
    return withLock(Fermata.async(body));
  }

  /** Whether somebody holds it. Any thread; a snapshot on another one. */
  public boolean isLocked() {
    return holder != null;
  }

  @Override
  public String toString() {
    return "Lock[" + (isLocked() ? "locked, " + waiters.size() + " waiting" : "free") + "]";
  }

  // ---- what Condition uses ---------------------------------------------------------------------

  @Nullable Held holder() {
    return holder;
  }

  void checkHeld(String operation) {
    if (holder == null) {
      throw new IllegalStateException(operation + " of a lock that is not held; acquire it first");
    }
  }

  /** Gives it, held or free, to a task that has it in hand already. */
  void takeBack(Held hold) {
    holder = hold;
  }

  /** Ends the present hold. */
  void handOver() {
    Waiter<?> next = (Waiter<?>) waiters.first();
    holder = next == null ? null : next.takeOver();
  }

  /** The right to the lock; closing it releases the lock. */
  public interface Held extends AutoCloseable {
    /**
     * Releases the lock, if this still holds it; a second close has no effect.
     *
     * @throws IllegalStateException on another loop or thread
     */
    @Override
    void close();
  }

  /** A task that waits in the lock's queue. */
  abstract static class Waiter<T extends @Nullable Object> extends Suspension<T> {
    /** The lock is the waiter's now: lets the task go on. */
    abstract Held takeOver();
  }

  /** The operation, the place in the queue, and the hold that comes of it, in one object. */
  private static final class Acquire extends Waiter<Held> implements Held {
    private final Lock lock;

    Acquire(Lock lock) {
      this.lock = lock;
    }

    @Override
    protected Object begin() {
      lock.check();
      if (lock.holder != null) {
        return suspend();
      }
      lock.holder = this;
      return this;
    }

    @Override
    protected WaitQueue queue() {
      return lock.waiters;
    }

    @Override
    Held takeOver() {
      resume(this);
      return this;
    }

    @Override
    public void close() {
      if (lock.holder == this) {
        lock.release();
      }
    }

    @Override
    protected String name() {
      return "Lock.acquire";
    }
  }
}
