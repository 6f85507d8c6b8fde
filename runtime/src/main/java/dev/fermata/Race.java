package dev.fermata;

import dev.fermata.runtime.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@link Fermata#race}. */
final class Race<T extends @Nullable Object> extends Joining<T> {
  private static final String LOST = "another one has won the race";

  private final List<Coroutine<? extends T>> coroutines;
  private @Nullable Runners runners;

  Race(Collection<? extends Coroutine<? extends T>> coroutines) {
    this.coroutines = List.copyOf(coroutines);
    if (this.coroutines.isEmpty()) {
      throw new IllegalArgumentException("a race of nothing never ends; give it a coroutine");
    }
  }

  @Override
  JoinScope enter() {
    Runners started = new Runners(EventLoop.current());
    runners = started;
    for (Object coroutine : Coroutines.claimAll(coroutines)) {
      var unused = started.spawnClaimed(started, (Coroutine<?>) coroutine);
    }
    return started;
  }

  @Override
  @Nullable Object finish(@Nullable TaskCancelled cancel) throws Throwable {
    if (cancel != null) {
      throw cancel;
    }
    if (runners == null) {
      throw new IllegalStateException("a race has ended that has not begun");
    }
    return runners.result();
  }

  @Override
  protected String name() {
    return "Fermata.race";
  }

  @SuppressWarnings("ReferenceEquality") // exceptions are compared by identity
  private static final class Runners extends ChildScope {
    private @Nullable Task<?> winner;
    private final List<Throwable> failures = new ArrayList<>();

    Runners(EventLoop loop) {
      super(loop);
    }

    @Nullable Object result() throws Throwable {
      Task<?> first = winner;
      if (first == null) {
        throw new IllegalStateException("nobody has won the race");
      }
      if (Futures.outcomeOf(first) instanceof Failure failure) {
        Throwable exception = failure.exception();
        for (Throwable later : failures) {
          if (later != exception) {
            exception.addSuppressed(later);
          }
        }
        throw exception;
      }
      return first.join();
    }

    @Override
    void childEnded(Task<?> child) {
      Throwable failure = child.takeFailure();
      if (failure != null) {
        failures.add(failure);
      }
      if (winner == null) {
        winner = child;
        cancelChildren(LOST);
      }
    }
  }
}
