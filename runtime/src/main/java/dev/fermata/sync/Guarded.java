package dev.fermata.sync;

import dev.fermata.Coroutine;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Acquires something, runs a body, and releases. What the weaver would make of
 *
 * <pre>{@code
 * try (var held = await(acquire)) {
 *   return await(body);
 * }
 * }</pre>
 */
abstract class Guarded<T extends @Nullable Object> extends Coroutine<T> {
  private final Coroutine<T> body;

  Guarded(Coroutine<T> body) {
    this.body = Objects.requireNonNull(body, "body");
  }

  /** Acquires what {@code close} releases. */
  abstract Coroutine<? extends AutoCloseable> acquire();

  @Override
  protected final @Nullable Object begin() throws Throwable {
    return begin(Continuations.HEADROOM);
  }

  @Override
  protected final @Nullable Object begin(int headroom) throws Throwable {
    Object held = Continuations.await(acquire());
    return held instanceof ContinuationFrame
        ? Continuations.suspend(held, new Frame(this))
        : run((AutoCloseable) held, null, headroom);
  }

  private @Nullable Object run(@Nullable AutoCloseable held, @Nullable Frame own, int headroom)
      throws Throwable {
    Objects.requireNonNull(held, "held");
    Object result;
    try {
      result = Continuations.await(body, headroom);
    } catch (Throwable failure) {
      throw release(held, failure);
    }
    if (result instanceof ContinuationFrame) {
      Frame frame = own != null ? own : new Frame(this);
      frame.held = held;
      return Continuations.suspend(result, frame);
    }
    held.close();
    return result;
  }

  private static Throwable release(AutoCloseable held, Throwable failure) {
    try {
      held.close();
    } catch (Exception second) {
      failure.addSuppressed(second);
    }
    return failure;
  }

  /** Holds the task until what guards is acquired, and then while the body is held. */
  private static final class Frame extends ContinuationFrame {
    private final Guarded<?> guarded;
    private @Nullable AutoCloseable held;

    Frame(Guarded<?> guarded) {
      this.guarded = guarded;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      AutoCloseable acquired = held;
      if (acquired == null) {
        return guarded.run((AutoCloseable) Continuations.outcome(in), this, Continuations.HEADROOM);
      }
      Object result;
      try {
        result = Continuations.outcome(in);
      } catch (Throwable failure) {
        throw release(acquired, failure);
      }
      acquired.close();
      return result;
    }
  }
}
