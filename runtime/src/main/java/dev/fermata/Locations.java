package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The lines of stack traces at which the frames of one generated class are held; each is made once.
 * Any thread may ask.
 */
final class Locations {
  private static final ClassValue<Locations> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected Locations computeValue(Class<?> frameClass) {
          return new Locations(Traces.isFrameClass(frameClass.getName()));
        }
      };

  /** Whether a frame's state alone says where it is held, as in generated classes. */
  private final boolean fixed;

  /** By state. */
  private volatile AtomicReferenceArray<@Nullable StackTraceElement> made =
      new AtomicReferenceArray<>(0);

  private Locations(boolean fixed) {
    this.fixed = fixed;
  }

  /** Those of a frame's class. */
  static Locations of(ContinuationFrame frame) {
    return OF_CLASS.get(frame.getClass());
  }

  /** Where a frame of this class is held, as its author wrote it; null if that is not known. */
  @Nullable StackTraceElement at(ContinuationFrame frame) {
    AtomicReferenceArray<@Nullable StackTraceElement> known = made;
    int state = frame.state;
    StackTraceElement line = state < known.length() ? known.get(state) : null;
    return line != null ? line : make(frame);
  }

  private @Nullable StackTraceElement make(ContinuationFrame frame) {
    StackTraceElement location = frame.location();
    if (location == null) {
      return null;
    }
    StackTraceElement line = Traces.asWritten(location);
    if (fixed) {
      keep(line, frame.state);
    }
    return line;
  }

  /** Another thread may do so at the same time: then one of the lines is made again later. */
  private void keep(StackTraceElement line, int state) {
    AtomicReferenceArray<@Nullable StackTraceElement> known = made;
    if (state >= known.length()) {
      AtomicReferenceArray<@Nullable StackTraceElement> larger =
          new AtomicReferenceArray<>(state + 1);
      for (int i = 0; i < known.length(); i++) {
        larger.set(i, known.get(i));
      }
      made = larger;
      known = larger;
    }
    known.set(state, line);
  }
}
