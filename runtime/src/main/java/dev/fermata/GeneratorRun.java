package dev.fermata;

import dev.fermata.internal.GeneratorBody;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Failure;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a generator's body, driven by whoever asks for the next element.
 *
 * <p>States: fresh → running ⇄ held at an emit → ended. While it is running it may be held at an
 * await: its frames are then part of the chain of the task that asks, below a {@link Boundary}, and
 * the task's driver resumes them. Belongs to one task, or thread, at a time.
 */
@SuppressWarnings("ReferenceEquality") // frames are compared by identity
final class GeneratorRun {
  private enum State {
    FRESH,
    RUNNING,
    HELD,
    ENDED
  }

  private final String name;
  private final GeneratorBody body;
  private State state = State.FRESH;
  private @Nullable ContinuationFrame leaf;
  private @Nullable Object element;
  private boolean hasElement;

  /** Set while the body is being closed. */
  private @Nullable GeneratorClosed closing;

  private LiveGenerators.@Nullable Entry entry;

  GeneratorRun(String name, GeneratorBody body) {
    this.name = name;
    this.body = body;
  }

  String name() {
    return name;
  }

  /** Says who is to be told of the end. */
  void watch(LiveGenerators.Entry watcher) {
    if (state == State.ENDED) {
      watcher.ended();
    } else {
      entry = watcher;
    }
  }

  private void end() {
    state = State.ENDED;
    leaf = null;
    if (entry != null) {
      entry.ended();
      entry = null;
    }
  }

  /** Whether the body is held at an emit. */
  boolean isHeld() {
    return state == State.HELD;
  }

  /** Makes sure that there is an element: true, false at the end, or a frame that will say so. */
  Object ensureElement(int headroom) throws Throwable {
    return hasElement ? true : advance(null, headroom);
  }

  /** Takes the element that is there. */
  @Nullable Object take() {
    if (!hasElement) {
      throw new NoSuchElementException("the generator '" + name + "' has ended");
    }
    Object taken = element;
    element = null;
    hasElement = false;
    return taken;
  }

  /** Ends the body where it is held: false when it has ended, or a frame that will say so. */
  Object close(int headroom) throws Throwable {
    dropElement();
    if (state == State.FRESH) {
      end();
    }
    if (state == State.ENDED) {
      return false;
    }
    GeneratorClosed reason = new GeneratorClosed();
    if (state == State.HELD) {
      closing = reason;
    }
    return closed(advance(new Failure(reason), headroom));
  }

  /** A body that is closed may clean up, and may not go on. */
  Object closed(Object result) {
    closing = result instanceof ContinuationFrame ? closing : null;
    if (Boolean.TRUE.equals(result)) {
      dropElement();
      throw new IllegalStateException("the generator '" + name + "' emits while it is closed");
    }
    return result;
  }

  private void dropElement() {
    element = null;
    hasElement = false;
  }

  private Object advance(@Nullable Object in, int headroom) throws Throwable {
    if (state == State.RUNNING) {
      throw new IllegalStateException("the generator '" + name + "' is running already");
    }
    if (state == State.ENDED) {
      return false;
    }
    boolean fresh = state == State.FRESH;
    state = State.RUNNING;
    return fresh ? begin(headroom) : resume(in, headroom);
  }

  private Object begin(int headroom) throws Throwable {
    Object result;
    try {
      result = body.begin(headroom);
    } catch (Throwable exception) {
      end();
      throw exception;
    }
    if (result instanceof ContinuationFrame frame) {
      return held(Carrier.get(), frame);
    }
    end();
    return false;
  }

  /** The driver's loop, for a body that is held at an emit and belongs to no task's chain. */
  private Object resume(@Nullable Object outcome, int headroom) throws Throwable {
    Carrier carrier = Carrier.get();
    ContinuationFrame frame = leaf;
    Object in = outcome;
    while (frame != null) {
      ContinuationFrame caller = frame.caller;
      if (in instanceof Failure && !frame.handlesFailure()) {
        frame = caller;
        continue;
      }
      Object result;
      try {
        result = frame.resume(in, headroom);
      } catch (Throwable exception) {
        in = new Failure(exception);
        frame = caller;
        continue;
      }
      if (result instanceof ContinuationFrame suspended) {
        if (suspended == Sentinel.INSTANCE && caller != null) {
          carrier.replaceLeaf(caller);
          return held(carrier, caller);
        }
        if (suspended != frame) {
          suspended.caller = caller;
        }
        return held(carrier, suspended);
      }
      in = result;
      frame = caller;
    }
    return ended(in);
  }

  /**
   * The body has ended. That it was closed is no failure, but what came up meanwhile is one, also
   * where it was suppressed as a second one.
   */
  private boolean ended(@Nullable Object outcome) throws Throwable {
    end();
    GeneratorClosed reason = closing;
    closing = null;
    if (!(outcome instanceof Failure failure)) {
      return false;
    }
    if (failure.exception() != reason) {
      throw failure.exception();
    }
    Throwable[] failures = reason.getSuppressed();
    if (failures.length == 0) {
      return false;
    }
    Throwable first = failures[0];
    for (int i = 1; i < failures.length; i++) {
      first = Suppressed.add(first, failures[i]);
    }
    throw first;
  }

  /** The body has unwound: with an element, or held at an await of the task that asks. */
  private Object held(Carrier carrier, ContinuationFrame inChain) {
    if (carrier.takeEmits()) {
      emitted(carrier, inChain);
      return true;
    }
    carrier.keepLeaf(inChain);
    ContinuationFrame outermost = inChain;
    while (outermost.caller != null) {
      outermost = outermost.caller;
    }
    Boundary boundary = new Boundary(this);
    outermost.caller = boundary;
    return boundary;
  }

  private void emitted(Carrier carrier, ContinuationFrame unwound) {
    ContinuationFrame innermost = carrier.takeLeaf(unwound);
    if (leaf != innermost) {
      leaf = innermost;
    }
    element = carrier.takeEmitted();
    hasElement = true;
    state = State.HELD;
  }

  /**
   * A body that the driver has resumed has emitted: cuts its frames off the task's chain.
   *
   * @param inChain a frame of the body
   * @return the frame that asked for the element; it is to be resumed with true
   */
  static @Nullable ContinuationFrame cut(Carrier carrier, ContinuationFrame inChain) {
    ContinuationFrame outermost = inChain;
    while (!(outermost.caller instanceof Boundary boundary)) {
      outermost = outermost.caller;
      if (outermost == null) {
        throw new IllegalStateException("emit outside of a generator");
      }
    }
    outermost.caller = null;
    boundary.run.emitted(carrier, inChain);
    return boundary.caller;
  }

  /** Between the frames of a body that is held at an await, and those of the task that asks. */
  private static final class Boundary extends ContinuationFrame {
    private final GeneratorRun run;

    Boundary(GeneratorRun run) {
      this.run = run;
    }

    /** The body has ended. */
    @Override
    public Object resume(@Nullable Object in) throws Throwable {
      return run.ended(in);
    }
  }
}
