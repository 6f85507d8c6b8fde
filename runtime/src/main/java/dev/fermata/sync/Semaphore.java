package dev.fermata.sync;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of tasks at a time pass; {@code asyncio.Semaphore}, and by {@link #bounded} {@code
 * asyncio.BoundedSemaphore}.
 *
 * <pre>{@code
 * try (var permit = await(semaphore.acquire())) {
 *   await(download(url));
 * }
 * }</pre>
 *
 * <p>A release hands its permit over to whoever has waited longest; nobody gets before them.
 */
public final class Semaphore extends LoopBound {
  private final WaitQueue waiters = new WaitQueue();
  private final int most;
  private int permits;

  /**
   * A semaphore with some free permits; releases may add to them.
   *
   * @throws IllegalArgumentException if it is a negative number
   */
  public Semaphore(int permits) {
    this(permits, Integer.MAX_VALUE);
  }

  private Semaphore(int permits, int most) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    this.permits = permits;
    this.most = most;
  }

  /** A semaphore that refuses a release too many: it never has more permits than at first. */
  public static Semaphore bounded(int permits) {
    return new Semaphore(permits, permits);
  }

  /**
   * Waits until a permit is free, and takes it.
   *
   * @return the coroutine of what gives it back; it fails with an {@link IllegalStateException} on
   *     another loop or thread
   */
  public Coroutine<Permit> acquire() {
    return new Acquire(this);
  }

  /** What beginning the coroutine does. */
  Object beginAcquire() {
    Acquire acquire = new Acquire(this);
    RUNTIME.claim(acquire);
    return acquire.begin();
  }

  /**
   * Takes a permit if one is free.
   *
   * @return what gives it back, or null if none is free
   * @throws IllegalStateException on another loop or thread
   */
  public @Nullable Permit tryAcquire() {
    check();
    if (permits == 0) {
      return null;
    }
    permits--;
    Acquire taken = new Acquire(this);
    RUNTIME.claim(taken);
    taken.open = true;
    return taken;
  }

  /**
   * Gives a permit back, or adds one: who has waited longest gets it, and goes on in a later turn.
   *
   * @throws IllegalStateException if it is one too many, or on another loop or thread
   */
  public void release() {
    check();
    Acquire next = (Acquire) waiters.first();
    if (next != null) {
      next.open = true;
      next.resume(next);
    } else if (permits == most) {
      throw new IllegalStateException(
          "release of a semaphore that has all its "
              + most
              + " permits; release it once for each"
              + " acquire");
    } else {
      permits++;
    }
  }

  /** Runs a body with a permit; its result, or what it throws, is the result. */
  public <T extends @Nullable Object> Coroutine<T> withPermit(Coroutine<T> body) {
    return new Guarded<>(body) {
      @Override
      Coroutine<Permit> acquire() {
        return Semaphore.this.acquire();
      }

      @Override
      protected String name() {
        return "Semaphore.withPermit";
      }
    };
  }

  /** As {@link #withPermit(Coroutine)}, of an async lambda. */
  public <T extends @Nullable Object> Coroutine<T> withPermit(AsyncCallable<T> body) {
    return withPermit(Fermata.async(body));
  }

  /** How many permits are free. Any thread; a snapshot on another one. */
  public int availablePermits() {
    return permits;
  }

  @Override
  public String toString() {
    return "Semaphore[" + permits + " free, " + waiters.size() + " waiting]";
  }

  /** A permit that was taken; closing it gives it back. */
  public interface Permit extends AutoCloseable {
    /**
     * Gives the permit back; a second close has no effect.
     *
     * @throws IllegalStateException on another loop or thread
     */
    @Override
    void close();
  }

  /** The operation, the place in the queue, and the permit that comes of it, in one object. */
  private static final class Acquire extends Suspension<Permit> implements Permit {
    private final Semaphore semaphore;

    /** Whether it has a permit that was not given back by this. */
    private boolean open;

    Acquire(Semaphore semaphore) {
      this.semaphore = semaphore;
    }

    @Override
    protected Object begin() {
      semaphore.check();
      if (semaphore.permits == 0) {
        return suspend();
      }
      semaphore.permits--;
      open = true;
      return this;
    }

    @Override
    protected WaitQueue queue() {
      return semaphore.waiters;
    }

    @Override
    public void close() {
      if (open) {
        semaphore.release();
        open = false;
      }
    }

    @Override
    protected String name() {
      return "Semaphore.acquire";
    }
  }
}
