package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to an async iterable, and the frame of the task that serves it: waits until
 * something is asked for, awaits an element, and sends it.
 *
 * <pre>
 * AT_DEMAND → AT_HAS_NEXT → AT_NEXT → (sends) → AT_DEMAND → ... → AT_CLOSE → (tells the end)
 * </pre>
 *
 * <p>{@link #request} and {@link #cancel} may be called on any thread, all else is the loop's. A
 * cancel is one of the task, which closes the iterator then; but while the subscriber is being
 * called nothing is awaited, so there is nothing to cancel then, and the task looks afterwards.
 */
final class Publication<T extends @Nullable Object> extends ContinuationFrame
    implements Flow.Subscription {
  private static final int AT_DEMAND = 1;
  private static final int AT_HAS_NEXT = 2;
  private static final int AT_NEXT = 3;
  private static final int AT_CLOSE = 4;

  private final AsyncIterable<T> source;
  private final EventLoop loop;
  private final Demand demand = new Demand();
  private final AtomicLong asked = new AtomicLong();

  /** Null when nothing is to be sent any more. */
  private Flow.@Nullable Subscriber<? super T> subscriber;

  private volatile @Nullable Task<?> task;
  private volatile boolean started;
  private volatile boolean cancelled;

  /** Why the subscriber is at fault. */
  private volatile @Nullable Throwable fault;

  private @Nullable AsyncIterator<T> iterator;

  /** Whether the subscriber is being called. */
  private boolean sending;

  /** Why the iterator is being closed; null at its end. */
  private @Nullable Throwable reason;

  Publication(AsyncIterable<T> source, EventLoop loop, Flow.Subscriber<? super T> subscriber) {
    this.source = source;
    this.loop = loop;
    this.subscriber = subscriber;
  }

  // ---- any thread ------------------------------------------------------------------------------

  /**
   * Begins the task.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the loop was shut down
   */
  void begin() {
    if (cancelled) {
      return;
    }
    task = loop.spawn(new Body());
    loop.send(this::watch);
  }

  /** The task may end before its first step, where the loop does. */
  private void watch() {
    new Completion(Objects.requireNonNull(task), loop) {
      @Override
      void completed() {
        if (!started) {
          loop.core.ready.add((Runnable) () -> reject(cancellation(null)));
        }
      }
    }.begin();
  }

  /** There is no task. */
  void reject(Throwable failure) {
    var unused = tellFailure(failure);
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      fault = new IllegalArgumentException("rule 3.9: one asks for more than 0, and not for " + n);
      end();
    } else if (asked.getAndAccumulate(n, Publication::sum) == 0) {
      if (loop.isCurrent()) {
        demand.goOn();
      } else {
        loop.send(demand::goOn);
      }
    }
  }

  private static long sum(long before, long more) {
    long sum = before + more;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  @Override
  public void cancel() {
    cancelled = true;
    end();
  }

  private void end() {
    Task<?> its = task;
    // What has not started, or is calling the subscriber, looks for itself.
    if (its != null && started && !(loop.isCurrent() && sending)) {
      its.cancel(false);
    }
  }

  private boolean isOver() {
    return cancelled || fault != null;
  }

  // ---- the task --------------------------------------------------------------------------------

  /** Goes on where everything that was awaited is here. */
  private @Nullable Object proceed() throws Throwable {
    try {
      AsyncIterator<T> its = Objects.requireNonNull(iterator);
      while (!isOver()) {
        if (asked.get() == 0) {
          return hold(demand.hold(), AT_DEMAND);
        }
        Object more = its.hasNextAsync().start(Continuations.HEADROOM);
        if (more instanceof ContinuationFrame) {
          return hold(more, AT_HAS_NEXT);
        }
        if (!Boolean.TRUE.equals(more)) {
          return close(null);
        }
        Object element = its.nextAsync().start(Continuations.HEADROOM);
        if (element instanceof ContinuationFrame) {
          return hold(element, AT_NEXT);
        }
        send(element);
      }
      return close(null);
    } catch (Throwable failure) {
      return close(failure);
    }
  }

  @Override
  public @Nullable Object resume(@Nullable Object in) throws Throwable {
    if (state == AT_CLOSE) {
      return closed(in instanceof Failure failure ? failure.exception() : null);
    }
    if (in instanceof Failure failure) {
      return close(failure.exception());
    }
    if (state == AT_NEXT) {
      try {
        send(in);
      } catch (Throwable failure) {
        return close(failure);
      }
    }
    return proceed();
  }

  private void send(@Nullable Object element) {
    @SuppressWarnings("unchecked") // the iterator has given it
    T given = (T) Objects.requireNonNull(element, "an async iterable that is published gave null");
    asked.getAndUpdate(left -> left == Long.MAX_VALUE ? left : left - 1);
    Flow.Subscriber<? super T> its = subscriber;
    if (its != null) {
      sending = true;
      try {
        its.onNext(given);
      } catch (Throwable failure) {
        // Against the rules: it gets nothing more.
        subscriber = null;
        throw failure;
      } finally {
        sending = false;
      }
    }
  }

  private @Nullable Object close(@Nullable Throwable why) throws Throwable {
    reason = why;
    Object result;
    try {
      // A cancel that comes late must not disturb the cleanup.
      Coroutine<@Nullable Void> closing = Objects.requireNonNull(iterator).closeAsync(why);
      result = CancelScope.shielded().run(closing).start(Continuations.HEADROOM);
    } catch (Throwable failure) {
      return closed(failure);
    }
    return result instanceof ContinuationFrame ? hold(result, AT_CLOSE) : closed(null);
  }

  /** The iterator is closed: tells the subscriber how it has ended. */
  private @Nullable Object closed(@Nullable Throwable failure) throws Throwable {
    Throwable why = reason;
    if (failure != null) {
      why = why == null ? failure : Suppressed.add(why, failure);
    }
    if (why instanceof TaskCancelled) {
      var unused = tellFailure(cancellation(why));
      throw why;
    }
    if (why != null) {
      if (!tellFailure(why)) {
        throw why;
      }
    } else if (fault != null) {
      var unused = tellFailure(fault);
    } else {
      Flow.Subscriber<? super T> its = takeSubscriber();
      if (its != null) {
        its.onComplete();
      }
    }
    return null;
  }

  private static CancellationException cancellation(@Nullable Throwable cause) {
    CancellationException told = new CancellationException("the publishing task was cancelled");
    told.initCause(cause);
    return told;
  }

  /** Whether there is somebody to tell it to. */
  private boolean tellFailure(Throwable failure) {
    Flow.Subscriber<? super T> its = takeSubscriber();
    if (its != null) {
      its.onError(Objects.requireNonNullElse(fault, failure));
    }
    return its != null;
  }

  private Flow.@Nullable Subscriber<? super T> takeSubscriber() {
    Flow.Subscriber<? super T> its = subscriber;
    subscriber = null;
    return cancelled ? null : its;
  }

  private Object hold(Object callee, int at) {
    state = at;
    return Carrier.link(callee, this);
  }

  /** What the task runs. */
  private final class Body extends Coroutine<@Nullable Void> {
    @Override
    protected @Nullable Object begin() throws Throwable {
      started = true;
      try {
        iterator = source.iterator();
      } catch (Throwable failure) {
        return closed(failure);
      }
      return proceed();
    }

    @Override
    protected String name() {
      return "AsyncIterable.asPublisher";
    }
  }

  /** Holds the task until something is asked for. */
  private final class Demand extends Suspension<@Nullable Void> {
    Demand() {
      super(true);
    }

    Object hold() {
      return suspend();
    }

    void goOn() {
      if (asked.get() > 0) {
        var unused = resume(null);
      }
    }

    @Override
    protected Object begin() {
      return suspend();
    }

    @Override
    protected String name() {
      return "AsyncIterable.asPublisher";
    }
  }
}
