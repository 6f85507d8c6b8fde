package dev.fermata;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The wait of {@link Fermata#waitUntil}. A cancel ends it and leaves the futures alone. */
final class Waiting<F extends CompletionStage<?>> extends Suspension<WaitResult<F>> {
  private final ReturnWhen condition;
  private final List<F> futures;
  private final List<CompletableFuture<?>> sources;
  private final List<Completion> completions = new ArrayList<>();
  private int pending;
  private boolean failed;

  private Waiting(ReturnWhen condition, Collection<F> futures) {
    this.condition = condition;
    this.futures = List.copyOf(futures);
    this.sources = new ArrayList<>(this.futures.size());
    for (F future : this.futures) {
      sources.add(Futures.futureOf(future));
    }
  }

  static <F extends CompletionStage<?>> Coroutine<WaitResult<F>> of(
      ReturnWhen condition, Collection<F> futures, @Nullable Duration limit) {
    Waiting<F> waiting = new Waiting<>(condition, futures);
    return limit == null ? waiting : new Limited<>(waiting, limit);
  }

  @Override
  protected Object begin() {
    pending = sources.size();
    for (CompletableFuture<?> source : sources) {
      if (source.isDone()) {
        count(source);
      }
    }
    return isOver() ? result() : suspend();
  }

  private void count(CompletableFuture<?> done) {
    pending--;
    failed |= done.isCompletedExceptionally();
  }

  private boolean isOver() {
    return pending == 0
        || switch (condition) {
          case FIRST_COMPLETED -> pending < sources.size();
          case FIRST_EXCEPTION -> failed;
          case ALL_COMPLETED -> false;
        };
  }

  @Override
  protected void onSuspend() {
    for (CompletableFuture<?> source : sources) {
      if (!source.isDone()) {
        completions.add(
            new Completion(source, EventLoop.current()) {
              @Override
              void completed() {
                count(source);
                if (isOver()) {
                  stop();
                  resume(null);
                }
              }
            });
      }
    }
    List.copyOf(completions).forEach(Completion::begin);
  }

  @Override
  protected boolean onCancel() {
    stop();
    return true;
  }

  @Override
  protected WaitResult<F> onResume(@Nullable WaitResult<F> given) {
    return result();
  }

  private void stop() {
    completions.forEach(Completion::end);
    completions.clear();
  }

  private WaitResult<F> result() {
    Set<F> done = new LinkedHashSet<>();
    Set<F> open = new LinkedHashSet<>();
    for (int i = 0; i < futures.size(); i++) {
      (sources.get(i).isDone() ? done : open).add(futures.get(i));
    }
    return new WaitResult<>(Collections.unmodifiableSet(done), Collections.unmodifiableSet(open));
  }

  @Override
  protected String name() {
    return "Fermata.waitUntil";
  }

  /** The wait, for some time at most, and what has come of it by then. */
  private static final class Limited<F extends CompletionStage<?>>
      extends ScopedCoroutine<WaitResult<F>, WaitResult<F>> {
    private final Waiting<F> waiting;

    Limited(Waiting<F> waiting, Duration limit) {
      super(CancelScope.withDeadline(limit), waiting);
      this.waiting = waiting;
    }

    @Override
    Object interrupted() {
      return waiting.result();
    }

    @Override
    protected String name() {
      return waiting.name();
    }
  }
}
