package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Emits what another source has, one element after the other, as a frame of the generator that
 * delegates. It does what a loop that emits each element does: an async source is closed at its
 * end, and every source when an exception leaves the loop.
 */
final class EmitAll extends ContinuationFrame {
  /** What the frame is held at. */
  private static final int AT_EMIT = 1;

  private static final int AT_HAS_NEXT = 2;
  private static final int AT_NEXT = 3;
  private static final int AT_END = 4;
  private static final int AT_CLOSE = 5;

  private final Iterator<?> source;

  EmitAll(Iterator<?> source) {
    this.source = source;
  }

  /** The call of {@code emitAll}: null at once if there is nothing, else this frame. */
  static @Nullable Object begin(Iterable<?> source, int headroom) throws Throwable {
    return new EmitAll(source.iterator()).askForNext(headroom);
  }

  @Override
  public @Nullable Object resume(@Nullable Object in) throws Throwable {
    return resume(in, Continuations.HEADROOM);
  }

  @Override
  public @Nullable Object resume(@Nullable Object in, int headroom) throws Throwable {
    switch (state) {
      case AT_END -> {
        return Continuations.outcome(in);
      }
      case AT_CLOSE -> throw closed(Continuations.outcome(in));
      default -> {
        if (in instanceof Failure failure) {
          return leave(failure.exception(), headroom);
        }
        return switch (state) {
          case AT_HAS_NEXT -> answered(in, headroom);
          case AT_NEXT -> emit(in);
          default -> askForNext(headroom);
        };
      }
    }
  }

  private @Nullable Object askForNext(int headroom) throws Throwable {
    Object more;
    try {
      more =
          source instanceof AsyncIterator<?> async
              ? async.hasNextAsync().start(headroom)
              : (Boolean) source.hasNext();
    } catch (Throwable failure) {
      return leave(failure, headroom);
    }
    return more instanceof ContinuationFrame frame
        ? hold(frame, AT_HAS_NEXT)
        : answered(more, headroom);
  }

  private @Nullable Object answered(@Nullable Object more, int headroom) throws Throwable {
    if (!Boolean.TRUE.equals(more)) {
      return end(headroom);
    }
    Object element;
    try {
      element =
          source instanceof AsyncIterator<?> async
              ? async.nextAsync().start(headroom)
              : source.next();
    } catch (Throwable failure) {
      return leave(failure, headroom);
    }
    if (source instanceof AsyncIterator<?> && element instanceof ContinuationFrame frame) {
      return hold(frame, AT_NEXT);
    }
    return emit(element);
  }

  private Object emit(@Nullable Object element) {
    return hold(Carrier.emit(element), AT_EMIT);
  }

  /** The source has no further element. */
  private @Nullable Object end(int headroom) throws Throwable {
    if (!(source instanceof AsyncIterator<?> async)) {
      return null;
    }
    Object result = async.closeAsync(null).start(headroom);
    return result instanceof ContinuationFrame frame ? hold(frame, AT_END) : null;
  }

  /** An exception leaves the delegation: closes the source. */
  private Object leave(Throwable reason, int headroom) throws Throwable {
    if (!(source instanceof AsyncIterator<?> async)) {
      throw Continuations.closeAfter(reason, source);
    }
    Object result = new CloseAfter(reason, async).start(headroom);
    if (result instanceof ContinuationFrame frame) {
      return hold(frame, AT_CLOSE);
    }
    throw closed(result);
  }

  private static Throwable closed(@Nullable Object reason) {
    return reason instanceof Throwable exception
        ? exception
        : new IllegalStateException("closed without a reason");
  }

  private Object hold(ContinuationFrame callee, int at) {
    state = at;
    return Carrier.link(callee, this);
  }
}
