package dev.fermata;

import dev.fermata.runtime.Failure;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher sends to a task of a loop, in order.
 *
 * <pre>
 * no subscription → subscribed → OVER
 * </pre>
 *
 * <p>It is over when the reader has closed it, or the publisher has told its end. Signals come on
 * any thread, one after the other. The calls of the subscription are made on the loop's thread, so
 * that they, too, come one after the other; except that one that comes too late is cancelled where
 * it comes, since nobody else has it.
 */
@SuppressWarnings("ReferenceEquality") // markers are compared by identity
final class PublisherSignals<T> extends Inbox.Node implements Flow.Subscriber<T> {
  /** The signal that no more elements follow. */
  private static final Object END = new Object();

  private static final Flow.Subscription OVER =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  private final EventLoop loop;

  /** How many elements are asked for at first. */
  private final long first;

  /** Called on the loop's thread when signals have come; runs no code of a user. */
  private final Runnable arrived;

  private final ConcurrentLinkedQueue<Object> signals = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

  /** How many elements may still come. */
  private final AtomicLong allowed = new AtomicLong();

  /** Whether this is in the loop's inbox. */
  private final AtomicBoolean sent = new AtomicBoolean();

  PublisherSignals(EventLoop loop, long first, Runnable arrived) {
    this.loop = loop;
    this.first = first;
    this.arrived = arrived;
  }

  // ---- what the publisher calls ----------------------------------------------------------------

  @Override
  public void onSubscribe(Flow.Subscription given) {
    Objects.requireNonNull(given, "subscription");
    if (!subscription.compareAndSet(null, given)) {
      given.cancel();
    } else if (loop.isCurrent()) {
      request(first);
    } else {
      loop.send(() -> loop.core.ready.add((Runnable) () -> request(first)));
    }
  }

  @Override
  public void onNext(T element) {
    Objects.requireNonNull(element, "element");
    long left = allowed.decrementAndGet();
    if (left >= 0) {
      add(element);
    } else if (left == -1) {
      add(
          new Failure(
              new IllegalStateException(
                  "the publisher sent more elements than it was asked for; it must heed request")));
    }
  }

  @Override
  public void onError(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    endWith(new Failure(failure));
  }

  @Override
  public void onComplete() {
    endWith(END);
  }

  private void endWith(Object signal) {
    if (subscription.getAndSet(OVER) != OVER) {
      send(signal);
    }
  }

  private void add(Object signal) {
    if (subscription.get() != OVER) {
      send(signal);
    }
  }

  private void send(Object signal) {
    signals.add(signal);
    if (loop.isCurrent()) {
      arrived.run();
    } else if (!sent.getAndSet(true)) {
      loop.send(this);
    }
  }

  @Override
  void deliver() {
    sent.set(false);
    arrived.run();
  }

  /** Whether a signal says that no more elements follow. */
  static boolean isEnd(Object signal) {
    return signal == END;
  }

  // ---- the loop's thread -----------------------------------------------------------------------

  boolean isEmpty() {
    return signals.isEmpty();
  }

  /** The next signal: an element, a {@link Failure} or the end; null if none has come. */
  @Nullable Object poll() {
    return signals.poll();
  }

  /** Asks for so many more elements. */
  void request(long n) {
    Flow.Subscription its = subscription.get();
    if (its == null || its == OVER) {
      return;
    }
    allowed.addAndGet(n);
    try {
      its.request(n);
    } catch (Throwable failure) {
      // Against the rules; who reads hears of it, and cancels.
      add(new Failure(failure));
    }
  }

  /** Wants nothing more; again, or after the publisher's end, it has no effect. */
  void close() {
    Flow.Subscription its = subscription.getAndSet(OVER);
    signals.clear();
    if (its != null) {
      its.cancel();
    }
  }
}
