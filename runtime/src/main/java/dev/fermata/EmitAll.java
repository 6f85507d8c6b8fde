package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import dev.fermata.runtime.GeneratorFrame;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Emits what another source has, one element after the other, as a frame of the generator that
 * delegates. It does what a loop that emits each element does: an async source is closed at its
 * end, and every source when an exception leaves the loop.
 */
final class EmitAll extends GeneratorFrame {
  /** What the frame is held at. */
  private static final int AT_EMIT = 1;

  private static final int AT_HAS_NEXT = 2;
  private static final int AT_NEXT = 3;
  private static final int AT_END = 4;
  private static final int AT_CLOSE = 5;

  private final Iterator<?> source;

  /** The source if it is async: asked once, as a negative answer is dear on older JVMs. */
  private final @Nullable AsyncIterator<?> async;

  EmitAll(Iterator<?> source) {
    this.source = source;
    this.async = source instanceof AsyncIterator<?> asyncSource ? asyncSource : null;
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
      more = async == null ? (Boolean) source.hasNext() : async.hasNextAsync().start(headroom);
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
      element = async == null ? source.next() : async.nextAsync().start(headroom);
    } catch (Throwable failure) {
      return leave(failure, headroom);
    }
    if (async != null && element instanceof ContinuationFrame frame) {
      return hold(frame, AT_NEXT);
    }
    return emit(element);
  }

  private Object emit(@Nullable Object element) {
    state = AT_EMIT;
    Carrier.emit(element, this);
    return this;
  }

  /** The source has no further element. */
  private @Nullable Object end(int headroom) throws Throwable {
    if (async == null) {
      return null;
    }
    Object result = async.closeAsync(null).start(headroom);
    return result instanceof ContinuationFrame frame ? hold(frame, AT_END) : null;
  }

  /** An exception leaves the delegation: closes the source. */
  private Object leave(Throwable reason, int headroom) throws Throwable {
    if (async == null) {
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
