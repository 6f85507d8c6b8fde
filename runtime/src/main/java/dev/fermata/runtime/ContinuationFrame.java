package dev.fermata.runtime;

import org.jspecify.annotations.Nullable;

/**
 * One suspended activation of an async method: where it is held, and the values that are live
 * there. It is allocated at the activation's first real suspension and reused by the later ones.
 * Generated subclasses add typed fields.
 *
 * <p>A frame belongs to the thread that runs its chain. Subscribing to what the innermost frame
 * awaits is the only publication, and afterwards no frame is touched until the chain is resumed.
 */
public abstract class ContinuationFrame {
  /**
   * The frame that awaits this one, or null at the outermost. Written once, by the caller while it
   * unwinds.
   */
  public @Nullable ContinuationFrame caller;

  /** The suspension point at which the activation is held, from 1. */
  public int state;

  /** For generated code. */
  protected ContinuationFrame() {}

  /**
   * Goes on after the suspension point {@link #state}.
   *
   * @param in the outcome of what was awaited: a value, or a {@link Failure}
   * @return the method's result, or the frame (this one) at which it is held again
   * @throws Throwable what the method threw
   */
  public abstract @Nullable Object resume(@Nullable Object in) throws Throwable;

  /**
   * As {@link #resume(Object)}, on a stack on which only so many calls may still nest; by default
   * it makes no difference. Generated for generators, which are resumed by those who ask.
   *
   * @param headroom as {@link Continuations#HEADROOM} says
   */
  public @Nullable Object resume(@Nullable Object in, int headroom) throws Throwable {
    return resume(in);
  }

  /**
   * Whether an exception handler covers {@link #state}; an exception passes frames that answer
   * false unseen.
   */
  public boolean handlesFailure() {
    return true;
  }

  /** The source position of {@link #state}, for stack traces; null if the class file tells none. */
  public @Nullable StackTraceElement location() {
    return null;
  }
}
