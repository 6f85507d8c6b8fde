package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a publisher for a loop: the iterator of {@link AsyncIterable#fromPublisher}. It subscribes
 * when the first element is asked for, and has one element in hand between {@code hasNext} and
 * {@code next}. It belongs to the thread of its loop.
 */
final class PublisherIterator<T> implements AsyncIterator<T> {
  private static final String NAME = "AsyncIterable.fromPublisher";

  private final EventLoop loop = EventLoop.current();
  private final Flow.Publisher<? extends T> publisher;
  private final PublisherSignals<T> signals;
  private final Ahead ahead = new Ahead();

  /** So many elements are read before so many more are asked for. */
  private final int portion;

  private boolean subscribed;
  private boolean over;
  private @Nullable T element;

  /** How many elements were read and not asked for anew. */
  private int read;

  PublisherIterator(Flow.Publisher<? extends T> publisher, int prefetch) {
    this.publisher = publisher;
    portion = prefetch - (prefetch >> 2);
    signals = new PublisherSignals<>(loop, prefetch, ahead::goOn);
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    return new Request<>() {
      @Override
      protected Object begin() throws Throwable {
        return look();
      }
    };
  }

  @Override
  public Coroutine<T> nextAsync() {
    return new Request<>() {
      @Override
      protected Object begin() throws Throwable {
        Object there = look();
        return there instanceof ContinuationFrame ? Carrier.link(there, new NextFrame()) : take();
      }
    };
  }

  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return new Request<>() {
      @Override
      protected @Nullable Object begin() {
        check();
        end();
        ahead.goOn();
        return null;
      }
    };
  }

  private void check() {
    if (!loop.isCurrent()) {
      throw new IllegalStateException(
          "the iterator of a publisher belongs to another event loop than thread '"
              + Thread.currentThread().getName()
              + "'; make one for each loop");
    }
  }

  /** Makes sure that an element is in hand: true, false at the end, or a frame that will say so. */
  private Object look() throws Throwable {
    check();
    if (element != null) {
      return true;
    }
    if (over) {
      return false;
    }
    if (!ahead.isFree()) {
      throw new IllegalStateException(
          "another task waits in this iterator of a publisher; take one iterator for each task");
    }
    ask();
    Object signal = signals.poll();
    if (signal instanceof Failure failure) {
      Traces.awaitedHere(failure.exception());
    }
    return signal == null ? ahead.hold() : heard(signal);
  }

  private void ask() {
    if (!subscribed) {
      subscribed = true;
      try {
        publisher.subscribe(signals);
      } catch (Throwable refused) {
        end();
        throw refused;
      }
    } else if (read >= portion) {
      int more = read;
      read = 0;
      signals.request(more);
    }
  }

  /** Whether a signal is an element, which is in hand then. */
  private boolean heard(Object signal) throws Throwable {
    if (signal instanceof Failure failure) {
      end();
      throw failure.exception();
    }
    if (PublisherSignals.isEnd(signal)) {
      end();
      return false;
    }
    @SuppressWarnings("unchecked") // all other signals are elements
    T given = (T) signal;
    element = given;
    read++;
    return true;
  }

  private T take() {
    T taken = element;
    if (taken == null) {
      throw new NoSuchElementException("the publisher has no further element");
    }
    element = null;
    return taken;
  }

  private void end() {
    over = true;
    element = null;
    signals.close();
  }

  @Override
  public String toString() {
    return "<iterator of publisher " + publisher + ">";
  }

  private abstract static class Request<R extends @Nullable Object> extends Coroutine<R> {
    @Override
    protected String name() {
      return NAME;
    }
  }

  /** Holds the task until a signal has come. */
  private final class Ahead extends Suspension<Boolean> {
    Ahead() {
      super(true);
    }

    Object hold() {
      return suspend();
    }

    /** Lets the task go on if there is something to go on with. */
    void goOn() {
      if (over || !signals.isEmpty()) {
        var unused = resume(null);
      }
    }

    @Override
    protected Object begin() {
      return suspend();
    }

    @Override
    protected Boolean onResume(@Nullable Boolean given) throws Throwable {
      Object signal = signals.poll();
      return signal != null && heard(signal);
    }

    @Override
    protected String name() {
      return NAME;
    }
  }

  /** Takes the element when there is one. */
  private final class NextFrame extends ContinuationFrame {
    @Override
    public Object resume(@Nullable Object in) throws Throwable {
      var unused = Continuations.outcome(in);
      return take();
    }

    @Override
    public boolean handlesFailure() {
      return false;
    }
  }
}
