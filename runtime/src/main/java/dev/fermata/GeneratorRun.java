package dev.fermata;

import dev.fermata.internal.GeneratorBody;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Failure;
import dev.fermata.runtime.GeneratorFrame;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a generator's body, driven by whoever asks for the next element.
 *
 * <pre>
 * FRESH    the body has not begun
 * RUNNING  it runs, or is held at an await: its frames are then part of the chain of the task that
 *          asks, below a {@link Boundary}, and the task's driver resumes them
 * READY    it is held at an emit, and its innermost frame has the element
 * HELD     the same, and the element was taken
 * ENDED    it has returned, failed or been closed
 *
 * FRESH → RUNNING → READY → HELD → RUNNING → ... → ENDED
 * </pre>
 *
 * <p>Belongs to one task, or thread, at a time. To give an element it writes no reference: the
 * barriers of a garbage collector would cost more than all else here. So a state is a number.
 */
@SuppressWarnings("ReferenceEquality") // frames are compared by identity
final class GeneratorRun {
  private static final int FRESH = 0;
  private static final int RUNNING = 1;
  private static final int READY = 2;
  private static final int HELD = 3;
  private static final int ENDED = 4;

  private final String name;
  private final GeneratorBody body;
  private int state = FRESH;

  /** The innermost frame of a body that is held at an emit. */
  private @Nullable GeneratorFrame leaf;

  /** Set while the body is being closed. */
  private @Nullable GeneratorClosed closing;

  private LiveGenerators.@Nullable Entry entry;

  /** What the frames of a body that is held at an await hang on; made at the first such await. */
  private @Nullable Boundary boundary;

  GeneratorRun(String name, GeneratorBody body) {
    this.name = name;
    this.body = body;
  }

  String name() {
    return name;
  }

  /** Says who is to be told of the end. */
  void watch(LiveGenerators.Entry watcher) {
    if (state == ENDED) {
      watcher.ended();
    } else {
      entry = watcher;
    }
  }

  private void end() {
    state = ENDED;
    leaf = null;
    if (entry != null) {
      entry.ended();
      entry = null;
    }
  }

  /** Whether the body is held at an emit. */
  boolean isHeld() {
    return state == READY || state == HELD;
  }

  /** Whether no element was asked for. */
  boolean isFresh() {
    return state == FRESH;
  }

  /** Whether there is an element to take. */
  boolean isReady() {
    return state == READY;
  }

  /** Makes sure that there is an element: true, false at the end, or a frame that will say so. */
  Object ensureElement(int headroom) throws Throwable {
    if (state == READY) {
      return true;
    }
    if (state == HELD && leaf != null) {
      state = RUNNING;
      return proceed(leaf, headroom);
    }
    return advance(null, headroom);
  }

  /** Takes the element that is there. */
  @Nullable Object take() {
    GeneratorFrame frame = leaf;
    if (state != READY || frame == null) {
      throw new NoSuchElementException("the generator '" + name + "' has ended");
    }
    Object taken = frame.element;
    frame.element = null;
    state = HELD;
    return taken;
  }

  /** Ends the body where it is held: false when it has ended, or a frame that will say so. */
  Object close(int headroom) throws Throwable {
    dropElement();
    if (state == FRESH) {
      end();
    }
    if (state == ENDED) {
      return false;
    }
    GeneratorClosed reason = new GeneratorClosed();
    if (state == HELD) {
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
    if (state == READY) {
      var unused = take();
    }
  }

  private Object advance(@Nullable Object in, int headroom) throws Throwable {
    if (state == RUNNING) {
      throw new IllegalStateException("the generator '" + name + "' is running already");
    }
    if (state == ENDED) {
      return false;
    }
    boolean fresh = state == FRESH;
    state = RUNNING;
    return fresh ? begin(headroom) : resume(leaf, in, headroom);
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
      return held(frame);
    }
    end();
    return false;
  }

  /** Goes on to the next element; what most elements take. */
  private Object proceed(GeneratorFrame frame, int headroom) throws Throwable {
    ContinuationFrame caller = frame.caller;
    Object result;
    try {
      result = frame.resume(null, headroom);
    } catch (Throwable exception) {
      return resume(caller, new Failure(exception), headroom);
    }
    if (result == frame && frame.element != null) {
      // It has emitted, as nothing else puts an element there. The reason that the carrier still
      // has is written over by the next one.
      frame.state = ~frame.state;
      state = READY;
      return true;
    }
    if (result == frame) {
      return held(frame);
    }
    return result instanceof ContinuationFrame suspended
        ? suspended(suspended, caller)
        : resume(caller, result, headroom);
  }

  /** The driver's loop, for a body that is held at an emit and belongs to no task's chain. */
  private Object resume(
      @Nullable ContinuationFrame innermost, @Nullable Object outcome, int headroom)
      throws Throwable {
    ContinuationFrame frame = innermost;
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
        return suspended == frame ? held(frame) : suspended(suspended, caller);
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

  /** A frame has unwound, and another one is in its place. */
  private Object suspended(ContinuationFrame suspended, @Nullable ContinuationFrame caller) {
    if (suspended == Sentinel.INSTANCE && caller != null) {
      Carrier.get().replaceLeaf(caller);
      return held(caller);
    }
    suspended.caller = caller;
    return held(suspended);
  }

  /** The body has unwound: with an element, or held at an await of the task that asks. */
  private Object held(ContinuationFrame inChain) {
    Carrier carrier = Carrier.get();
    if (carrier.takeEmits()) {
      emitted(carrier, inChain);
      return true;
    }
    carrier.keepLeaf(inChain);
    ContinuationFrame outermost = inChain;
    while (outermost.caller != null) {
      outermost = outermost.caller;
    }
    if (boundary == null) {
      boundary = new Boundary(this);
    }
    outermost.caller = boundary;
    return boundary;
  }

  private void emitted(Carrier carrier, ContinuationFrame unwound) {
    ContinuationFrame innermost = carrier.takeLeaf(unwound);
    if (leaf != innermost) {
      leaf = (GeneratorFrame) innermost;
    }
    state = READY;
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
    return boundary.leave();
  }

  /**
   * Between the frames of a body that is held at an await, and those of the task that asks; used
   * again at each such await.
   */
  private static final class Boundary extends ContinuationFrame {
    private final GeneratorRun run;

    Boundary(GeneratorRun run) {
      this.run = run;
    }

    /** The body has ended. */
    @Override
    public Object resume(@Nullable Object in) throws Throwable {
      var unused = leave();
      return run.ended(in);
    }

    private @Nullable ContinuationFrame leave() {
      ContinuationFrame asking = caller;
      caller = null;
      return asking;
    }
  }
}
