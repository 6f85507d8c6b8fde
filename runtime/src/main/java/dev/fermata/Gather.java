package dev.fermata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The children of one {@code gather}, and who waits for them. Belongs to the loop's thread.
 *
 * <p>Children that were made here have this as their scope, and tell it of their end without a
 * callback object. Who has not seen such a child can't get hold of it later, so that its value is
 * for this alone, and its future need not be completed. The task that gathers them is held from its
 * beginning, and when all are well it ends with the last one of them, without a turn of its own.
 *
 * <p>Memory, on a 64-bit JVM with compressed references: 32 bytes, 40 for the wait, 4 a child, and
 * the task.
 */
final class Gather extends Scope {
  /** Whether failures are outcomes like others, so that all children are waited for. */
  private final boolean settle;

  private boolean cancelling;

  /** How many children have not ended. */
  private int pending;

  private @Nullable Throwable firstFailure;

  private @Nullable Wait<?> wait;

  private Gather(EventLoop loop, boolean settle) {
    super(loop);
    this.settle = settle;
  }

  /** Starts coroutines, in order; none is started if one of them was used before. */
  static <R> Task<R> ofCoroutines(
      Collection<? extends Coroutine<?>> coroutines, boolean settle, Result<R> result) {
    EventLoop loop = EventLoop.current();
    Gather gather = new Gather(loop, settle);
    Object[] children = Coroutines.claimAll(coroutines);
    gather.pending = children.length;
    for (int i = 0; i < children.length; i++) {
      children[i] = loop.spawnClaimed(gather, (Coroutine<?>) children[i]);
    }
    return gather.task(loop, children, result);
  }

  /** Watches futures. */
  static <R> Task<R> ofStages(
      Iterable<? extends CompletionStage<?>> stages, boolean settle, Result<R> result) {
    EventLoop loop = EventLoop.current();
    Gather gather = new Gather(loop, settle);
    List<CompletableFuture<?>> children = new ArrayList<>();
    for (CompletionStage<?> stage : stages) {
      children.add(Futures.futureOf(stage));
    }
    gather.pending = children.size();
    for (CompletableFuture<?> child : children) {
      var unused = child.handle((value, exception) -> gather.endedAnywhere(loop, child));
    }
    return gather.task(loop, children.toArray(), result);
  }

  private @Nullable Void endedAnywhere(EventLoop loop, CompletableFuture<?> child) {
    if (loop.isCurrent()) {
      childEnded(child);
    } else {
      loop.send(
          new Inbox.Node() {
            @Override
            void deliver() {
              childEnded(child);
            }
          });
    }
    return null;
  }

  /** The task that awaits the children. */
  private <R> Task<R> task(EventLoop loop, @Nullable Object[] children, Result<R> result) {
    Wait<R> waiting = new Wait<>(this, children, result);
    wait = waiting;
    return isOver() ? loop.spawn(waiting) : loop.spawnHeld(waiting);
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
    endIfOver();
  }

  private void endIfOver() {
    if (wait != null && isOver()) {
      wait.end();
    }
  }

  private void failed(CompletableFuture<?> child, Throwable exception) {
    if (cancelling) {
      if (loop != null && !(exception instanceof CancellationException)) {
        loop.report("a child of a cancelled gather failed: " + child, exception);
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

  /** At the first failure the siblings are left alone. */
  private boolean isOver() {
    return pending == 0 || (firstFailure != null && !cancelling);
  }

  /** They are not told the reason. */
  private void cancelChildren(@Nullable Object[] children) {
    boolean first = !cancelling;
    cancelling = true;
    for (Object object : children) {
      CompletableFuture<?> child = (CompletableFuture<?>) object;
      Task<?> body = HotFutures.bodyOf(child);
      if (body != null) {
        body.cancel(false);
      } else if (first && !child.isDone()) {
        pending--;
        ForeignFutures.giveUp(child, loop);
      }
    }
    endIfOver();
  }

  /** The children's values in place of the children; they all have one. */
  static <T> List<T> values(@Nullable Object[] children) {
    for (int i = 0; i < children.length; i++) {
      children[i] = valueOf((CompletableFuture<?>) children[i]);
    }
    return new Gathered<>(children);
  }

  private static @Nullable Object valueOf(CompletableFuture<?> child) {
    return child instanceof Task<?> task ? task.valueForGather() : child.getNow(null);
  }

  /** The children's outcomes in place of the children. */
  static <T> List<Outcome<T>> outcomes(@Nullable Object[] children) {
    for (int i = 0; i < children.length; i++) {
      children[i] = outcome((CompletableFuture<?>) children[i]);
    }
    return new Gathered<>(children);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the child gave the value
  private static <T> Outcome<T> outcome(CompletableFuture<T> child) {
    if (child.isCancelled()) {
      return new Outcome.Cancelled<>();
    }
    return child.isCompletedExceptionally()
        ? new Outcome.Failure<>(Futures.exceptionOf(child))
        : new Outcome.Success<>((T) valueOf(child));
  }

  /** Makes the result when all children have ended; the array is its own then. */
  interface Result<R> {
    R of(@Nullable Object[] children);
  }

  /** The body of the gathering task. A cancel of it goes on to the children. */
  private static final class Wait<R> extends Suspension<R> {
    private final Gather gather;
    private final @Nullable Object[] children;
    private final Result<R> result;

    Wait(Gather gather, @Nullable Object[] children, Result<R> result) {
      this.gather = gather;
      this.children = children;
      this.result = result;
    }

    @Override
    protected @Nullable Object begin() throws Throwable {
      return onResume(null);
    }

    /** The wait is over. */
    void end() {
      if (gather.cancelling) {
        if (!failCancelled()) {
          resume(null);
        }
      } else if (gather.firstFailure != null || !endAtOnce()) {
        resume(null);
      }
    }

    private boolean endAtOnce() {
      Task<?> task = held();
      if (task == null || task.getNumberOfDependents() != 0) {
        // Code of a user that depends on it is to run in a turn of the task.
        return false;
      }
      letGo();
      task.endHeld(result.of(children));
      return true;
    }

    @Override
    protected boolean onCancel() {
      gather.cancelChildren(children);
      return false;
    }

    @Override
    protected @Nullable R onResume(@Nullable R given) throws Throwable {
      if (gather.cancelling) {
        throw new TaskCancelled(null);
      }
      if (gather.firstFailure != null) {
        throw gather.firstFailure;
      }
      return result.of(children);
    }

    @Override
    protected String name() {
      return "Fermata.gather";
    }
  }
}
