package dev.fermata;

import dev.fermata.runtime.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The wait of {@link Fermata#acquire}. It hears of the value from its beginning on, and whatever
 * becomes of the wait: a value goes to the held task, or else to the release action.
 *
 * <p>A loop that ends takes in what has been sent to it after it says that it has ended, and who
 * sends looks afterwards whether it has ended. So one of them at least sees the value, and perhaps
 * both: {@link #taken} says who has it.
 */
final class Acquisition<T extends @Nullable Object> extends Suspension<T> {
  private final CompletableFuture<?> stage;
  private final ReleaseAction<? super T> release;

  /** Whether the outcome is the task's, or the release action's. */
  private final AtomicBoolean taken = new AtomicBoolean();

  /** Whether the await looks at the stage itself; belongs to the loop's thread. */
  private boolean looking;

  Acquisition(CompletionStage<T> stage, ReleaseAction<? super T> release) {
    this.stage = Futures.futureOf(stage);
    this.release = release;
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    if (!stage.isDone()) {
      EventLoop loop = EventLoop.current();
      looking = true;
      new Arrival(loop).begin();
      looking = false;
    }
    if (!stage.isDone()) {
      return suspend();
    }
    taken.set(true);
    if (Futures.outcomeOf(stage) instanceof Failure failure) {
      Traces.awaitedHere(failure.exception());
      throw failure.exception();
    }
    return stage.join();
  }

  private void release(EventLoop loop) {
    if (stage.isCompletedExceptionally()) {
      return;
    }
    @SuppressWarnings("unchecked") // the stage's type
    @Nullable T value = (T) stage.join();
    if (value != null) {
      try {
        release.release(value);
      } catch (Throwable failure) {
        loop.report(
            "releasing " + value + " failed, which came when nobody waited for it any more",
            failure);
      }
    }
  }

  @Override
  protected String name() {
    return "Fermata.acquire";
  }

  private final class Arrival extends Completion {
    private final EventLoop loop;

    Arrival(EventLoop loop) {
      super(stage, loop);
      this.loop = loop;
    }

    @Override
    void completed() {
      if (looking || taken.getAndSet(true)) {
        return;
      }
      if (isHeld()) {
        var unused = resumeWith(Futures.outcomeOf(stage));
      } else {
        release(loop);
      }
    }

    @Override
    void completedAfterTheLoop() {
      if (!taken.getAndSet(true)) {
        release(loop);
      }
    }
  }
}
