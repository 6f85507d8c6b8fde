package dev.fermata.sync;

import dev.fermata.WaitQueue;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A take from a queue, or a put: what has waited is promised its turn, and done in the task's. */
abstract class QueueClause<T, R extends @Nullable Object> extends QueuedClause<R> {
  final Queue<T> of;

  /** Whether the queue has woken this, and the operation is to be done in the task's turn. */
  private boolean promised;

  private boolean shutDown;

  private QueueClause(Queue<T> queue) {
    of = queue;
  }

  static <T, R extends @Nullable Object> SelectClause<R> take(
      Queue<T> queue, Function<? super T, ? extends R> then) {
    return new Take<>(queue, Objects.requireNonNull(then, "then"));
  }

  static <T, R extends @Nullable Object> SelectClause<R> put(
      Queue<T> queue, T element, Supplier<? extends R> then) {
    return new Put<>(queue, element, Objects.requireNonNull(then, "then"));
  }

  @Override
  final void check() {
    of.check();
  }

  @Override
  final Wait<?> newPlace(Select.Choice<R> choice) {
    return new Queue.Waiter(queue()) {
      @Override
      void wake() {
        promised = true;
        choice.decide(QueueClause.this);
      }

      @Override
      void shutDown() {
        shutDown = true;
        choice.decide(QueueClause.this);
      }
    };
  }

  @Override
  final R result() {
    if (shutDown) {
      throw Queue.shutDownException();
    }
    if (promised) {
      doPromised();
    }
    return then();
  }

  /** Where those wait who want the same. */
  abstract WaitQueue queue();

  /** Does the operation, for which the queue has kept an element or a place. */
  abstract void doPromised();

  /** What follows the operation. */
  abstract R then();

  private static final class Take<T, R extends @Nullable Object> extends QueueClause<T, R> {
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

  private static final class Put<T, R extends @Nullable Object> extends QueueClause<T, R> {
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
}
