package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that waits for the children of a scope. A cancel meanwhile goes on to the children,
 * whose cleanup it waits for.
 */
abstract class Joining<R extends @Nullable Object> extends Coroutine<R> {
  private @Nullable TaskCancelled cancelled;

  /** The children; called once, before the first wait. */
  abstract JoinScope enter() throws Throwable;

  /**
   * The scope is over.
   *
   * @param cancel what was delivered while this waited, or null
   * @return the result
   */
  abstract @Nullable Object finish(@Nullable TaskCancelled cancel) throws Throwable;

  @Override
  protected final @Nullable Object begin() throws Throwable {
    return wait(enter(), null, null);
  }

  /** What the weaver would make of this, if the runtime were woven. */
  private @Nullable Object wait(JoinScope children, @Nullable Frame frame, @Nullable Object in)
      throws Throwable {
    if (frame != null) {
      try {
        Continuations.outcome(in);
      } catch (TaskCancelled cancel) {
        cancelled = cancel;
        children.cancelChildren(cancel.reason());
      }
    }
    if (children.isOver()) {
      return finish(cancelled);
    }
    Object held = children.holdUntilOver();
    return Carrier.link(held, frame != null ? frame : new Frame(this, children));
  }

  private static final class Frame extends ContinuationFrame {
    private final Joining<?> joining;
    private final JoinScope children;

    Frame(Joining<?> joining, JoinScope children) {
      this.joining = joining;
      this.children = children;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return joining.wait(children, this, in);
    }
  }
}
