package dev.fermata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The children of one {@code gather}, and who waits for them. Belongs to the loop's thread.
 *
 * <p>Children that were made here have this as their scope, and tell it of their end without a
 * callback object.
 */
final class Gather extends JoinScope {
  private final List<CompletableFuture<?>> children = new ArrayList<>();

  /** Whether failures are outcomes like others, so that all children are waited for. */
  private final boolean settle;

  private boolean cancelling;
  private @Nullable Throwable firstFailure;

  private Gather(EventLoop loop, boolean settle) {
    super(loop);
    this.settle = settle;
  }

  /** Starts coroutines, in order; none is started if one of them was used before. */
  static Gather ofCoroutines(Collection<? extends Coroutine<?>> coroutines, boolean settle) {
    Gather gather = new Gather(EventLoop.current(), settle);
    Coroutines.claimAll(coroutines);
    gather.pending = coroutines.size();
    for (Coroutine<?> coroutine : coroutines) {
      gather.children.add(gather.own.spawnClaimed(gather, coroutine));
    }
    return gather;
  }

  /** Watches futures. */
  static Gather ofStages(Iterable<? extends CompletionStage<?>> stages, boolean settle) {
    Gather gather = new Gather(EventLoop.current(), settle);
    for (CompletionStage<?> stage : stages) {
      gather.children.add(Futures.futureOf(stage));
    }
    gather.pending = gather.children.size();
    for (CompletableFuture<?> child : gather.children) {
      var unused = child.handle((value, exception) -> gather.endedAnywhere(child));
    }
    return gather;
  }

  private @Nullable Void endedAnywhere(CompletableFuture<?> child) {
    if (own.isCurrent()) {
      childEnded(child);
    } else {
      own.send(
          new Inbox.Node() {
            @Override
            void deliver() {
              childEnded(child);
            }
          });
    }
    return null;
  }

  @Override
  void ended(Task<?> task) {
    childEnded(task);
  }

  private void childEnded(CompletableFuture<?> child) {
    if (cancelling && HotFutures.bodyOf(child) == null) {
      // A foreign future was given up when the cancel came, and is counted no more.
      return;
    }
    pending--;
    if (!settle && child.isCompletedExceptionally()) {
      failed(child, Futures.exceptionOf(child));
    }
    wakeIfOver();
  }

  private void failed(CompletableFuture<?> child, Throwable exception) {
    if (cancelling) {
      if (!(exception instanceof CancellationException)) {
        own.report("a child of a cancelled gather failed: " + child, exception);
      }
    } else if (firstFailure == null) {
      firstFailure = exception;
    } else if (!isFirst(exception)) {
      firstFailure.addSuppressed(exception);
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private boolean isFirst(Throwable exception) {
    return firstFailure == exception;
  }

  /** The task that awaits the children. */
  <R> Task<R> task(Result<R> result) {
    return own.spawn(new Body<>(this, result));
  }

  /** At the first failure the siblings are left alone. */
  @Override
  boolean isOver() {
    return pending == 0 || (firstFailure != null && !cancelling);
  }

  /** They are not told the reason. */
  @Override
  void cancelChildren(@Nullable String reason) {
    boolean first = !cancelling;
    cancelling = true;
    for (CompletableFuture<?> child : children) {
      Task<?> body = HotFutures.bodyOf(child);
      if (body != null) {
        body.cancel(false);
      } else if (first && !child.isDone()) {
        pending--;
      }
    }
  }

  /** The children's values; they all have one. */
  static <T> List<T> values(List<CompletableFuture<?>> children) {
    List<T> values = new ArrayList<>(children.size());
    for (CompletableFuture<?> child : children) {
      @SuppressWarnings("unchecked")
      T value = (T) child.join();
      values.add(value);
    }
    return Collections.unmodifiableList(values);
  }

  /** The children's outcomes. */
  static <T> List<Outcome<T>> outcomes(List<CompletableFuture<?>> children) {
    List<Outcome<T>> outcomes = new ArrayList<>(children.size());
    for (CompletableFuture<?> child : children) {
      @SuppressWarnings("unchecked")
      CompletableFuture<T> typed = (CompletableFuture<T>) child;
      outcomes.add(outcome(typed));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private static <T> Outcome<T> outcome(CompletableFuture<T> child) {
    if (child.isCancelled()) {
      return new Outcome.Cancelled<>();
    }
    return child.isCompletedExceptionally()
        ? new Outcome.Failure<>(Futures.exceptionOf(child))
        : new Outcome.Success<>(child.join());
  }

  /** Makes the result when all children have ended. */
  interface Result<R> {
    R of(List<CompletableFuture<?>> children);
  }

  /** The body of the gathering task. */
  private static final class Body<R> extends Joining<R> {
    private final Gather gather;
    private final Result<R> result;

    Body(Gather gather, Result<R> result) {
      this.gather = gather;
      this.result = result;
    }

    @Override
    JoinScope enter() {
      return gather;
    }

    @Override
    @Nullable Object finish(@Nullable TaskCancelled cancel) throws Throwable {
      if (cancel != null) {
        throw new TaskCancelled(cancel.getMessage());
      }
      if (gather.firstFailure != null) {
        throw gather.firstFailure;
      }
      return result.of(gather.children);
    }

    @Override
    protected String name() {
      return "Fermata.gather";
    }
  }
}
