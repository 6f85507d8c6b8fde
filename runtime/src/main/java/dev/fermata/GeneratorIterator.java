package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The iterator over a plain generator. Closing it, as try-with-resources does, runs the {@code
 * finally} blocks of a body that was not run to its end.
 */
final class GeneratorIterator<T extends @Nullable Object> implements Iterator<T>, AutoCloseable {
  private final GeneratorRun run;

  GeneratorIterator(GeneratorRun run) {
    this.run = run;
  }

  @Override
  public boolean hasNext() {
    if (run.isReady()) {
      return true;
    }
    try {
      return answer(run.ensureElement(Continuations.HEADROOM));
    } catch (Throwable exception) {
      throw Sneaky.rethrow(exception);
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // T says whether elements may be null
  public T next() {
    var unused = hasNext();
    return (T) run.take();
  }

  @Override
  public void close() {
    try {
      var unused = run.closed(run.close(Continuations.HEADROOM));
    } catch (Throwable exception) {
      throw Sneaky.rethrow(exception);
    }
  }

  private boolean answer(Object answer) {
    if (answer instanceof ContinuationFrame) {
      throw new IllegalStateException("the plain generator '" + run.name() + "' awaits something");
    }
    return (Boolean) answer;
  }

  @Override
  public String toString() {
    return "<iterator of generator " + run.name() + ">";
  }
}
