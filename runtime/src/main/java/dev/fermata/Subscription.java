package dev.fermata;

import dev.fermata.runtime.Failure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One wait of one task for a future that any thread may complete. A fresh object for each wait: a
 * stale completion must not wake a later await.
 *
 * <p>States: waiting → fired (the outcome is here) → taken by whoever resumes the task; or waiting
 * → dropped, when a cancel resumes the task instead. {@link #task} is null when taken or dropped.
 * On a loop only the loop's thread takes and drops; elsewhere the one who wins {@link #claim} does.
 *
 * <p>{@link #outcome} is written by the completing thread before {@link #fired}, and read after it.
 * {@link #earlier} and {@link #later} belong to the loop's thread.
 */
final class Subscription extends Inbox.Node
    implements BiFunction<@Nullable Object, @Nullable Throwable, @Nullable Object> {
  private static final VarHandle TASK;

  static {
    try {
      TASK = MethodHandles.lookup().findVarHandle(Subscription.class, "task", Task.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final CompletableFuture<?> source;

  private volatile @Nullable Task<?> task;
  private @Nullable Object outcome;
  private volatile boolean fired;

  /** Whether a cancel of the task went on to the source. */
  volatile boolean forwarded;

  /** The thread that is subscribing just now; only that thread sees itself in here. */
  private @Nullable Thread subscriber;

  @Nullable Subscription earlier;
  @Nullable Subscription later;

  Subscription(Task<?> task, CompletableFuture<?> source) {
    this.task = task;
    this.source = source;
  }

  /**
   * Registers with the source: this publishes the task's frames to other threads.
   *
   * @return whether the source was done already, so that nobody else is going to resume the task
   */
  boolean subscribe() {
    subscriber = Thread.currentThread();
    var unused = source.handle(this);
    boolean here = subscriber == null;
    subscriber = null;
    return here;
  }

  /** Takes the task out; whoever gets it, and nobody else, resumes it. */
  @Nullable Task<?> claim() {
    return (Task<?>) TASK.getAndSet(this, null);
  }

  /** Forgets the task, so that a source that lives long does not hold it; the loop's thread. */
  void drop() {
    task = null;
  }

  boolean isFired() {
    return fired;
  }

  /** The outcome; only after {@link #isFired}. */
  @Nullable Object outcome() {
    return outcome;
  }

  /** The waiting task, or null if it does not wait any more. */
  @Nullable Task<?> task() {
    return task;
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, @Nullable Throwable exception) {
    try {
      fire(exception == null ? value : new Failure(Futures.original(exception)));
    } catch (Throwable fault) {
      // The future would swallow it.
      Reports.fault("resuming a task failed", fault);
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality")
  private void fire(@Nullable Object result) {
    boolean here = subscriber == Thread.currentThread();
    outcome = result;
    fired = true;
    if (here) {
      // Inside subscribe(): the driver goes on by itself, without a recursion.
      subscriber = null;
      return;
    }
    Task<?> waiting = task;
    if (waiting == null) {
      return;
    }
    EventLoop loop = waiting.loop();
    if (loop == null) {
      Carrier.get().resumeNested(this);
    } else if (loop.isCurrent()) {
      deliver();
    } else {
      loop.send(this);
    }
  }

  @Override
  void deliver() {
    Task<?> waiting = task;
    EventLoop loop = waiting == null ? null : waiting.loop();
    if (waiting != null && loop != null && waiting.isHeldBy(this)) {
      loop.live().removeSubscription(this);
      loop.ready(waiting);
    }
  }

  /** Resumes a task that belongs to no loop, on this thread. */
  void resumeOffLoop(Carrier carrier) {
    Task<?> waiting = claim();
    if (waiting != null) {
      waiting.resumeFrom(this, carrier);
    }
  }
}
