package dev.fermata.sync;

import dev.fermata.EventLoop;
import dev.fermata.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations that a {@link Select} knows. */
final class SelectClauses {
  private SelectClauses() {}

  static <T, R extends @Nullable Object> SelectClause<R> receive(
      Channel<T> channel, boolean nullAtEnd, Function<? super @Nullable T, ? extends R> then) {
    return new Receive<>(channel, nullAtEnd, Objects.requireNonNull(then, "then"));
  }

  static <T, R extends @Nullable Object> SelectClause<R> send(
      Channel<T> channel, T element, Supplier<? extends R> then) {
    return new Send<>(channel, element, Objects.requireNonNull(then, "then"));
  }

  static <T, R extends @Nullable Object> SelectClause<R> take(
      Queue<T> queue, Function<? super T, ? extends R> then) {
    return new Take<>(queue, Objects.requireNonNull(then, "then"));
  }

  static <T, R extends @Nullable Object> SelectClause<R> put(
      Queue<T> queue, T element, Supplier<? extends R> then) {
    return new Put<>(queue, element, Objects.requireNonNull(then, "then"));
  }

  static <R extends @Nullable Object> SelectClause<R> set(Event event, Supplier<? extends R> then) {
    return new EventSet<>(event, Objects.requireNonNull(then, "then"));
  }

  static <R extends @Nullable Object> SelectClause<R> timeout(
      Duration time, Supplier<? extends R> then) {
    return new Timeout<>(time, Objects.requireNonNull(then, "then"));
  }

  /** A clause that waits as a place in a wait queue. */
  private abstract static class Queued<R extends @Nullable Object> extends SelectClause<R> {
    private @Nullable Wait<?> place;

    abstract WaitQueue queue();

    abstract Wait<?> newPlace(Select.Choice<R> choice);

    @Override
    final void enlist(Select.Choice<R> choice) {
      place = newPlace(choice);
      queue().add(place);
    }

    @Override
    final void withdraw() {
      if (place != null) {
        queue().remove(place);
      }
    }
  }

  private static final class Receive<T, R extends @Nullable Object> extends Queued<R> {
    private final Channel<T> channel;
    private final boolean nullAtEnd;
    private final Function<? super @Nullable T, ? extends R> then;
    private @Nullable T element;

    Receive(
        Channel<T> channel, boolean nullAtEnd, Function<? super @Nullable T, ? extends R> then) {
      this.channel = channel;
      this.nullAtEnd = nullAtEnd;
      this.then = then;
    }

    @Override
    void check() {
      channel.check();
    }

    @Override
    boolean tryNow() {
      element = channel.takeNow();
      return element != null || channel.isClosedForReceive();
    }

    @Override
    WaitQueue queue() {
      return channel.receivers();
    }

    @Override
    Wait<?> newPlace(Select.Choice<R> choice) {
      return new Channel.Receiver<>(channel) {
        @Override
        void received(T received) {
          element = received;
          choice.decide(Receive.this);
        }

        @Override
        void channelClosed() {
          choice.decide(Receive.this);
        }
      };
    }

    @Override
    R result() {
      if (element == null && (!nullAtEnd || channel.hasFailed())) {
        throw channel.endOfChannel();
      }
      return then.apply(element);
    }
  }

  private static final class Send<T, R extends @Nullable Object> extends Queued<R> {
    private final Channel<T> channel;
    private final T element;
    private final Supplier<? extends R> then;
    private boolean cancelled;

    Send(Channel<T> channel, T element, Supplier<? extends R> then) {
      this.channel = channel;
      this.element = element;
      this.then = then;
    }

    @Override
    void check() {
      channel.check();
    }

    @Override
    boolean tryNow() {
      return channel.sendNow(element);
    }

    @Override
    WaitQueue queue() {
      return channel.senders();
    }

    @Override
    Wait<?> newPlace(Select.Choice<R> choice) {
      return new Channel.Sender<>(channel) {
        @Override
        T sent() {
          choice.decide(Send.this);
          return element;
        }

        @Override
        void channelClosed() {
          cancelled = true;
          choice.decide(Send.this);
        }
      };
    }

    @Override
    R result() {
      if (cancelled) {
        throw Channel.cancelledException();
      }
      return then.get();
    }
  }

  /** A clause that is promised its turn at a queue. */
  private abstract static class OfQueue<T, R extends @Nullable Object> extends Queued<R> {
    final Queue<T> of;

    /** Whether the queue has woken this, and the operation is to be done in the task's turn. */
    private boolean promised;

    private boolean shutDown;

    OfQueue(Queue<T> queue) {
      of = queue;
    }

    @Override
    void check() {
      of.check();
    }

    @Override
    Wait<?> newPlace(Select.Choice<R> choice) {
      return new Queue.Waiter(queue()) {
        @Override
        void wake() {
          promised = true;
          choice.decide(OfQueue.this);
        }

        @Override
        void shutDown() {
          shutDown = true;
          choice.decide(OfQueue.this);
        }
      };
    }

    @Override
    R result() {
      if (shutDown) {
        throw Queue.shutDownException();
      }
      if (promised) {
        doPromised();
      }
      return then();
    }

    abstract void doPromised();

    abstract R then();
  }

  private static final class Take<T, R extends @Nullable Object> extends OfQueue<T, R> {
    private final Function<? super T, ? extends R> then;
    private @Nullable T element;

    Take(Queue<T> queue, Function<? super T, ? extends R> then) {
      super(queue);
      this.then = then;
    }

    @Override
    boolean tryNow() {
      element = of.takeNow();
      return element != null;
    }

    @Override
    WaitQueue queue() {
      return of.takers();
    }

    @Override
    void doPromised() {
      element = of.takePromised();
    }

    @Override
    R then() {
      return then.apply(Objects.requireNonNull(element));
    }
  }

  private static final class Put<T, R extends @Nullable Object> extends OfQueue<T, R> {
    private final T element;
    private final Supplier<? extends R> then;

    Put(Queue<T> queue, T element, Supplier<? extends R> then) {
      super(queue);
      this.element = element;
      this.then = then;
    }

    @Override
    boolean tryNow() {
      return of.putNow(element);
    }

    @Override
    WaitQueue queue() {
      return of.putters();
    }

    @Override
    void doPromised() {
      of.putPromised(element);
    }

    @Override
    R then() {
      return then.get();
    }
  }

  private static final class EventSet<R extends @Nullable Object> extends Queued<R> {
    private final Event event;
    private final Supplier<? extends R> then;

    EventSet(Event event, Supplier<? extends R> then) {
      this.event = event;
      this.then = then;
    }

    @Override
    void check() {
      event.check();
    }

    @Override
    boolean tryNow() {
      return event.isSet();
    }

    @Override
    WaitQueue queue() {
      return event.waiters;
    }

    @Override
    Wait<?> newPlace(Select.Choice<R> choice) {
      return new Place<>(this, choice);
    }

    @Override
    R result() {
      return then.get();
    }
  }

  private static final class Place<R extends @Nullable Object> extends Wait<@Nullable Void>
      implements Event.Waiter {
    private final EventSet<R> clause;
    private final Select.Choice<R> choice;

    Place(EventSet<R> clause, Select.Choice<R> choice) {
      super(clause.event.waiters);
      this.clause = clause;
      this.choice = choice;
    }

    @Override
    public void eventSet() {
      choice.decide(clause);
    }
  }

  private static final class Timeout<R extends @Nullable Object> extends SelectClause<R> {
    private final Duration time;
    private final Supplier<? extends R> then;
    private @Nullable Future<?> timer;

    Timeout(Duration time, Supplier<? extends R> then) {
      this.time = time;
      this.then = then;
    }

    @Override
    void check() {}

    @Override
    boolean tryNow() {
      return time.isNegative() || time.isZero();
    }

    @Override
    void enlist(Select.Choice<R> choice) {
      timer =
          EventLoop.current()
              .schedule(
                  () -> choice.decide(this),
                  TimeUnit.NANOSECONDS.convert(time),
                  TimeUnit.NANOSECONDS);
    }

    @Override
    void withdraw() {
      if (timer != null) {
        timer.cancel(false);
      }
    }

    @Override
    R result() {
      return then.get();
    }
  }
}
