package dev.fermata.io;

import dev.fermata.Coroutine;
import dev.fermata.TaskCancelled;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A coroutine of several awaits in a row, written by hand: what weaving makes of a method. */
abstract class Steps<T extends @Nullable Object> extends Coroutine<T> {
  private final String name;
  private int step;
  private @Nullable T result;

  Steps(String name) {
    this.name = name;
  }

  /**
   * Does what comes next.
   *
   * @param step counts from 0
   * @param in the result of what was awaited last, or its {@link Failure}, which is to be dealt
   *     with here; null at first
   * @return the coroutine or future to await, or what {@link #end} gives
   * @throws Throwable ends the coroutine
   */
  abstract @Nullable Object next(int step, @Nullable Object in) throws Throwable;

  /** Ends the coroutine with a result. */
  final @Nullable Object end(@Nullable T value) {
    result = value;
    return null;
  }

  /** The value that was awaited, or throws the failure. */
  static @Nullable Object value(@Nullable Object in) throws Throwable {
    return Continuations.outcome(in);
  }

  /** Whether the task was cancelled in, or before, what was awaited last. */
  static boolean isCancel(@Nullable Object in) {
    return in instanceof Failure failure && failure.exception() instanceof TaskCancelled;
  }

  @Override
  protected final @Nullable Object begin() throws Throwable {
    return run(null, Continuations.HEADROOM, null);
  }

  @Override
  protected final @Nullable Object begin(int headroom) throws Throwable {
    return run(null, headroom, null);
  }

  private @Nullable Object run(
      @Nullable Object outcome, int headroom, @Nullable ContinuationFrame held) throws Throwable {
    Object in = outcome;
    for (Object awaited = next(step++, in); awaited != null; awaited = next(step++, in)) {
      try {
        in =
            awaited instanceof Coroutine<?> coroutine
                ? Continuations.await(coroutine, headroom)
                : Continuations.await((CompletionStage<?>) awaited);
      } catch (Throwable exception) {
        in = new Failure(exception);
        continue;
      }
      if (in instanceof ContinuationFrame) {
        ContinuationFrame frame = held != null ? held : new Frame();
        frame.state = 1;
        return Continuations.suspend(in, frame);
      }
    }
    return result;
  }

  @Override
  protected String name() {
    return name;
  }

  private final class Frame extends ContinuationFrame {
    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return run(in, Continuations.HEADROOM, this);
    }
  }
}
