package dev.fermata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The iterator of {@link Fermata#asCompleted}: futures in the order in which they are done. */
final class CompletionOrder<F extends CompletionStage<?>> implements AsyncIterator<F> {
  private final List<Completion> completions = new ArrayList<>();
  private final ArrayDeque<F> done = new ArrayDeque<>();
  private int left;
  private @Nullable Wait waiting;

  CompletionOrder(Collection<F> futures) {
    EventLoop loop = EventLoop.current();
    left = futures.size();
    for (F future : futures) {
      completions.add(
          new Completion(Futures.futureOf(future), loop) {
            @Override
            void completed() {
              done.add(future);
              Wait held = waiting;
              if (held != null) {
                waiting = null;
                held.resume(null);
              }
            }
          });
    }
    completions.forEach(Completion::begin);
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    return new Next<>() {
      @Override
      Object answer() {
        return !done.isEmpty();
      }
    };
  }

  @Override
  public Coroutine<F> nextAsync() {
    return new Next<>() {
      @Override
      Object answer() {
        F next = done.poll();
        if (next == null) {
          throw new NoSuchElementException("all futures have been given");
        }
        left--;
        return next;
      }
    };
  }

  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    completions.forEach(Completion::end);
    completions.clear();
    done.clear();
    left = 0;
    return Fermata.completed();
  }

  /** Answers as soon as there is a future that is done, or none is left. */
  private abstract class Next<R> extends Enclosed<@Nullable Void, R> {
    Next() {
      super(new Wait());
    }

    abstract Object answer();

    @Override
    void enter() {}

    @Override
    Object leave(@Nullable Object value, @Nullable Throwable failure) throws Throwable {
      if (failure != null) {
        throw failure;
      }
      return answer();
    }

    @Override
    protected String name() {
      return "Fermata.asCompleted";
    }
  }

  private final class Wait extends Suspension<@Nullable Void> {
    @Override
    protected @Nullable Object begin() {
      return left == 0 || !done.isEmpty() ? null : suspend();
    }

    @Override
    protected void onSuspend() {
      if (waiting != null) {
        throw new IllegalStateException("another task iterates over the same futures");
      }
      waiting = this;
    }

    @Override
    protected boolean onCancel() {
      waiting = null;
      return true;
    }
  }
}
