package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Emits what another source has, one element after the other, as a frame of the generator that
 * delegates. When that one is closed, so is the source.
 */
final class EmitAll extends ContinuationFrame {
  /** What the frame is held at. */
  private static final int AT_EMIT = 1;

  private static final int AT_HAS_NEXT = 2;
  private static final int AT_CLOSE = 3;

  private final Iterator<?> source;
  private @Nullable Throwable closing;

  EmitAll(Iterator<?> source) {
    this.source = source;
  }

  /** The call of {@code emitAll}: null at once if there is nothing, else this frame. */
  static @Nullable Object begin(Iterable<?> source) throws Throwable {
    return new EmitAll(source.iterator()).emitNext();
  }

  @Override
  public @Nullable Object resume(@Nullable Object in) throws Throwable {
    return switch (state) {
      case AT_EMIT -> in instanceof Failure failure ? close(failure.exception()) : emitNext();
      case AT_HAS_NEXT -> Boolean.TRUE.equals(Continuations.outcome(in)) ? emit() : null;
      default -> closed(in);
    };
  }

  private @Nullable Object emitNext() throws Throwable {
    Object more =
        source instanceof AsyncIterator<?> async
            ? async.hasNextAsync().start()
            : (Boolean) source.hasNext();
    if (more instanceof ContinuationFrame) {
      state = AT_HAS_NEXT;
      return Carrier.link(more, this);
    }
    return Boolean.TRUE.equals(more) ? emit() : null;
  }

  private Object emit() throws Throwable {
    // It is there already, so that taking it does not suspend.
    Object element =
        source instanceof AsyncIterator<?> async ? async.nextAsync().start() : source.next();
    state = AT_EMIT;
    return Carrier.link(Carrier.emit(element), this);
  }

  private Object close(Throwable reason) throws Throwable {
    closing = reason;
    if (source instanceof AsyncIterator<?> async) {
      Object result = async.closeAsync().start();
      if (result instanceof ContinuationFrame) {
        state = AT_CLOSE;
        return Carrier.link(result, this);
      }
    } else if (source instanceof AutoCloseable closeable) {
      closeable.close();
    }
    throw reason;
  }

  private Object closed(@Nullable Object in) throws Throwable {
    var unused = Continuations.outcome(in);
    throw closing == null ? new IllegalStateException("closed without a reason") : closing;
  }
}
