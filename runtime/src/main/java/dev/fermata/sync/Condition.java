package dev.fermata.sync;

import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks that hold a lock wait for what other holders of it do; {@code asyncio.Condition}.
 *
 * <pre>{@code
 * try (var held = await(condition.acquire())) {
 *   await(condition.awaitUntil(() -> !jobs.isEmpty()));
 *   next = jobs.remove();
 * }
 * }</pre>
 *
 * <p>A signalled task stands in the lock's queue at once (in asyncio one turn later), and goes on
 * when the lock is handed to it. It always holds the lock when its wait ends, also when that ends
 * by a cancel; one that is cancelled takes no signal away from others.
 */
public final class Condition {
  private final Lock lock;
  private final WaitQueue waiters = new WaitQueue();

  /** A condition with a lock of its own. */
  public Condition() {
    this(new Lock());
  }

  /** A condition of a lock, which may have several. */
  public Condition(Lock lock) {
    this.lock = Objects.requireNonNull(lock, "lock");
  }

  /** The lock. */
  public Lock lock() {
    return lock;
  }

  /** Acquires the lock; see {@link Lock#acquire}. */
  public Coroutine<Lock.Held> acquire() {
    return lock.acquire();
  }

  /**
   * Releases the lock, waits for a signal, and takes the lock again. The {@link Lock.Held} that the
   * task has stays the one that releases it. A cancel that is taken back while the task waits for
   * the lock ends the wait without a signal.
   *
   * @return the coroutine; it fails with an {@link IllegalStateException} if the lock is not held,
   *     or on another loop or thread
   */
  public Coroutine<@Nullable Void> await() {
    return new Await(this);
  }

  /**
   * Waits for signals until something is so; asyncio's {@code wait_for}.
   *
   * @param predicate is asked while the lock is held, first before it waits
   * @return the coroutine; it fails as {@link #await} does, and with what the predicate throws
   */
  public Coroutine<@Nullable Void> awaitUntil(BooleanSupplier predicate) {
    return new AwaitUntil(this, Objects.requireNonNull(predicate, "predicate"));
  }

  /**
   * Signals the task that has waited longest, if any waits.
   *
   * @throws IllegalStateException if the lock is not held, or on another loop or thread
   */
  public void signal() {
    signal(1);
  }

  /**
   * Signals the tasks that have waited longest.
   *
   * @param count how many at most
   * @throws IllegalStateException if the lock is not held, or on another loop or thread
   */
  public void signal(int count) {
    lock.check();
    lock.checkHeld("signal");
    for (int i = 0; i < count && !waiters.isEmpty(); i++) {
      ((Await) Objects.requireNonNull(waiters.first())).signalled();
    }
  }

  /**
   * Signals all tasks that wait.
   *
   * @throws IllegalStateException if the lock is not held, or on another loop or thread
   */
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }

  /** How many tasks wait for a signal. Any thread; a snapshot on another one. */
  public int waiting() {
    return waiters.size();
  }

  @Override
  public String toString() {
    return "Condition[" + waiting() + " waiting, " + lock + "]";
  }

  /** States: waits for a signal, then, signalled or cancelled, for the lock. */
  private static final class Await extends Lock.Waiter<@Nullable Void> {
    private final Condition condition;

    /** What held the lock before, and holds it afterwards. */
    private Lock.@Nullable Held hold;

    private boolean signalled;
    private boolean cancelled;

    Await(Condition condition) {
      this.condition = condition;
    }

    @Override
    protected Object begin() {
      condition.lock.check();
      condition.lock.checkHeld("await of a condition");
      return suspend();
    }

    @Override
    protected void onSuspend() {
      hold = condition.lock.holder();
      condition.lock.handOver();
    }

    @Override
    protected WaitQueue queue() {
      return signalled || cancelled ? condition.lock.waiters : condition.waiters;
    }

    void signalled() {
      condition.waiters.remove(this);
      signalled = true;
      condition.lock.waiters.add(this);
    }

    @Override
    protected boolean onCancel() {
      if (signalled || cancelled) {
        return false;
      }
      if (!condition.lock.isLocked()) {
        condition.lock.takeBack(hold());
        return true;
      }
      condition.waiters.remove(this);
      cancelled = true;
      condition.lock.waiters.add(this);
      return false;
    }

    @Override
    Lock.Held takeOver() {
      // A cancel may have been taken back while this waited for the lock.
      if (!cancelled || !failCancelled()) {
        resume(null);
      }
      return hold();
    }

    private Lock.Held hold() {
      return Objects.requireNonNull(hold, "hold");
    }

    @Override
    protected String name() {
      return "Condition.await";
    }
  }

  /** What the weaver would make of a loop around {@link Await}. */
  private static final class AwaitUntil extends Coroutine<@Nullable Void> {
    private final Condition condition;
    private final BooleanSupplier predicate;

    AwaitUntil(Condition condition, BooleanSupplier predicate) {
      this.condition = condition;
      this.predicate = predicate;
    }

    @Override
    protected @Nullable Object begin() throws Throwable {
      condition.lock.check();
      condition.lock.checkHeld("await of a condition");
      return next(null);
    }

    private @Nullable Object next(@Nullable Frame frame) throws Throwable {
      if (predicate.getAsBoolean()) {
        return null;
      }
      Suspension<@Nullable Void> wait = new Await(condition);
      Object held = Objects.requireNonNull(Continuations.await(wait), "held");
      return Continuations.suspend(held, frame != null ? frame : new Frame(this));
    }

    @Override
    protected String name() {
      return "Condition.awaitUntil";
    }
  }

  /** Holds the task between two questions. */
  private static final class Frame extends ContinuationFrame {
    private final AwaitUntil loop;

    Frame(AwaitUntil loop) {
      this.loop = loop;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      var unused = Continuations.outcome(in);
      return loop.next(this);
    }

    @Override
    public boolean handlesFailure() {
      return false;
    }
  }
}
