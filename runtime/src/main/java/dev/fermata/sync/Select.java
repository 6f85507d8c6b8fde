package dev.fermata.sync;

import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several operations, does that one and none of the others; Kotlin's and
 * Go's {@code select}.
 *
 * <pre>{@code
 * String what =
 *     await(
 *         new Select<String>()
 *             .onReceive(orders, order -> "order " + order)
 *             .onSet(stop, () -> "stop")
 *             .onTimeout(ofSeconds(5), () -> "nothing for five seconds"));
 * }</pre>
 *
 * <p>If several are possible at once, the one that was named first is done. What follows an
 * operation runs in the task that awaits, in its turn, and makes the result; it does not await (it
 * may return a coroutine, to be awaited then). Where the task waits, it has one place in each
 * queue, as everybody else. A cancel that comes after one was done comes at the next await.
 *
 * <p>A select is a coroutine, for one use. It fails with an {@link IllegalStateException} if it has
 * no operation, or on another loop or thread than that of one of them.
 *
 * @param <R> the type of the result
 */
public final class Select<R extends @Nullable Object> extends Coroutine<R> {
  private final List<SelectClause<R>> clauses = new ArrayList<>(4);
  private @Nullable SelectClause<R> otherwise;
  private boolean begun;

  /** A select without operations. */
  public Select() {}

  private Select<R> with(SelectClause<R> clause) {
    checkNotBegun();
    clauses.add(clause);
    return this;
  }

  private void checkNotBegun() {
    if (begun) {
      throw new IllegalStateException("a select that has begun takes no more operations");
    }
  }

  /** Receives an element. If the channel is closed and empty, the select fails. */
  public <T> Select<R> onReceive(ReceiveChannel<T> channel, Function<? super T, ? extends R> then) {
    return with(ChannelClause.receive((Channel<T>) channel, false, orElseNever(then)));
  }

  /** Receives an element, or is told by null that the channel is closed and empty. */
  public <T> Select<R> onReceiveOrNull(
      ReceiveChannel<T> channel, Function<? super @Nullable T, ? extends R> then) {
    return with(ChannelClause.receive((Channel<T>) channel, true, then));
  }

  /** Sends an element, which is not null. If the channel is closed, the select fails. */
  public <T> Select<R> onSend(SendChannel<T> channel, T element, Supplier<? extends R> then) {
    Objects.requireNonNull(element, "element");
    return with(ChannelClause.send((Channel<T>) channel, element, then));
  }

  /** Takes an element. If the queue is shut down and empty, the select fails. */
  public <T> Select<R> onTake(Queue<T> queue, Function<? super T, ? extends R> then) {
    return with(QueueClause.take(queue, then));
  }

  /** Puts an element, which is not null. If the queue is shut down, the select fails. */
  public <T> Select<R> onPut(Queue<T> queue, T element, Supplier<? extends R> then) {
    Objects.requireNonNull(element, "element");
    return with(QueueClause.put(queue, element, then));
  }

  /** Waits until an event is set. */
  public Select<R> onSet(Event event, Supplier<? extends R> then) {
    return with(new EventClause<>(event, then));
  }

  /** Waits for some time on the loop's clock, at least zero. */
  public Select<R> onTimeout(Duration time, Supplier<? extends R> then) {
    return with(new TimeoutClause<>(time, then));
  }

  /** What is done if nothing else can be done without waiting, so that the select never waits. */
  public Select<R> otherwise(Supplier<? extends R> then) {
    checkNotBegun();
    otherwise = new TimeoutClause<>(Duration.ZERO, then);
    return this;
  }

  private static <T, R extends @Nullable Object> Function<@Nullable T, R> orElseNever(
      Function<? super T, ? extends R> then) {
    Objects.requireNonNull(then, "then");
    return element -> then.apply(Objects.requireNonNull(element));
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    begun = true;
    if (clauses.isEmpty() && otherwise == null) {
      throw new IllegalStateException("a select without operations would wait for ever");
    }
    for (SelectClause<R> clause : clauses) {
      clause.check();
    }
    for (SelectClause<R> clause : clauses) {
      if (clause.tryNow()) {
        return clause.result();
      }
    }
    if (otherwise != null) {
      return otherwise.result();
    }
    Choice<R> choice = new Choice<>(clauses);
    Object held = Objects.requireNonNull(Continuations.await(choice));
    return Continuations.suspend(held, new Frame(choice));
  }

  @Override
  protected String name() {
    return "Select";
  }

  /** Where the task is held until one of the clauses can be done. */
  static final class Choice<R extends @Nullable Object> extends Suspension<@Nullable Void> {
    private final List<SelectClause<R>> clauses;
    private @Nullable SelectClause<R> chosen;

    private Choice(List<SelectClause<R>> clauses) {
      this.clauses = clauses;
    }

    @Override
    protected Object begin() {
      return suspend();
    }

    @Override
    protected void onSuspend() {
      for (SelectClause<R> clause : clauses) {
        clause.enlist(this);
      }
    }

    /** One of the clauses is done. */
    void decide(SelectClause<R> clause) {
      withdraw();
      chosen = clause;
      resume(null);
    }

    private void withdraw() {
      clauses.forEach(SelectClause::withdraw);
    }

    @Override
    protected boolean onCancel() {
      withdraw();
      return true;
    }

    @Override
    protected String name() {
      return "Select";
    }
  }

  /** Holds the task, and then does what follows the chosen operation. */
  private static final class Frame extends ContinuationFrame {
    private final Choice<?> choice;

    Frame(Choice<?> choice) {
      this.choice = choice;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      var unused = Continuations.outcome(in);
      return Objects.requireNonNull(choice.chosen).result();
    }

    @Override
    public boolean handlesFailure() {
      return false;
    }
  }
}
