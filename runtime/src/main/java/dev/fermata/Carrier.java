package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.GeneratorFrame;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The mail box of one thread, from the leaf of a suspending chain to the driver at its root.
 *
 * <p>Only its own thread touches a carrier. {@link #leaf}, {@link #awaited} and {@link #nanos} are
 * set only while a chain unwinds, where no code of a user runs.
 *
 * <p>To write a reference into an old object is dear where a garbage collector has a barrier for it
 * (under G1 more than all else that a yield does), so what is most frequent goes without: a time is
 * a number, and an innermost frame whose caller is the driver marks itself by the sign of its
 * state.
 */
final class Carrier extends Unwinding {
  private static final ThreadLocal<Carrier> OF_THREAD = ThreadLocal.withInitial(Carrier::new);

  /**
   * The carrier used last, by any thread; its owner decides whether it is the right one. It must be
   * the very object of the thread local: with two carriers a suspension would be lost.
   */
  private static Carrier last = OF_THREAD.get();

  /** Resumes nested in one another beyond this are queued, to bound the stack. */
  private static final int DEEPEST_NESTING = 64;

  private final Thread owner = Thread.currentThread();

  /** What a chain has unwound for. */
  static final int NOTHING = 0;

  /** It awaits {@link #awaited}. */
  static final int OBJECT = 1;

  /** It waits for {@link #nanos}. */
  static final int TIME = 2;

  /** It is the body of a generator, and its innermost frame has an element. */
  static final int ELEMENT = 3;

  /** It awaits nothing: its innermost frame goes on at once, when the stack has unwound. */
  static final int FRESH_START = 4;

  private int reason;
  private @Nullable Object awaited;
  private long nanos;

  /** The loop that this thread runs. */
  @Nullable EventLoop loop;

  /** The clock of loops that this thread makes. */
  LoopClock clock = LoopClock.SYSTEM;

  /** What is active on this thread's stack, down to where the loop that it runs begins. */
  ActiveTasks active = new ActiveTasks();

  private int nesting;
  private final ArrayDeque<Subscription> queued = new ArrayDeque<>();

  @SuppressWarnings("ReferenceEquality")
  static Carrier get() {
    Carrier carrier = last;
    return carrier.owner == Thread.currentThread() ? carrier : look();
  }

  private static Carrier look() {
    Carrier carrier = OF_THREAD.get();
    last = carrier;
    return carrier;
  }

  /** The innermost await: notes what is awaited, and returns what says so to the callers. */
  static ContinuationFrame hold(Object awaited) {
    Carrier carrier = get();
    carrier.reason = OBJECT;
    carrier.begin();
    carrier.awaited = awaited;
    return Sentinel.INSTANCE;
  }

  /** As {@link #hold}, for some time; zero lets the others that are ready run. */
  static ContinuationFrame holdFor(long nanos) {
    Carrier carrier = get();
    carrier.reason = TIME;
    carrier.begin();
    carrier.nanos = nanos;
    return Sentinel.INSTANCE;
  }

  /** As {@link #hold}, of a frame that goes on when the stack has unwound. */
  static ContinuationFrame startFresh() {
    Carrier carrier = get();
    carrier.reason = FRESH_START;
    carrier.begin();
    return Sentinel.INSTANCE;
  }

  /** A generator's body gives an element, and is held until the next one is asked for. */
  static void emit(@Nullable Object element, GeneratorFrame frame) {
    frame.element = element;
    frame.state = ~frame.state;
    get().reason = ELEMENT;
  }

  /** What the chain that has just unwound has done so for; once. */
  int takeReason() {
    int taken = reason;
    if (taken == NOTHING) {
      throw new IllegalStateException("a suspended body awaits nothing; was its class changed?");
    }
    reason = NOTHING;
    return taken;
  }

  /** As {@link #takeReason}, if it is that the body has emitted. */
  boolean takeEmits() {
    if (reason != ELEMENT) {
      return false;
    }
    reason = NOTHING;
    return true;
  }

  /** The task whose body runs on this thread now. */
  Task<?> currentTask() {
    Task<?> task = active.top();
    if (task != null) {
      return task;
    }
    if (active.isNested()) {
      // A hot method is an activity of its own, and is a task from here on; as is an eager one.
      Task<?> early =
          loop != null && active.isEager() ? EagerStart.newTask(loop) : HotBoundary.newTask(this);
      active.push(early);
      return early;
    }
    if (loop != null && loop.running() instanceof Task<?> running) {
      return running;
    }
    throw new IllegalStateException(
        "no task runs on thread '" + owner.getName() + "'; this belongs into an async method");
  }

  /** Links a frame to the callee's, or makes it the innermost one. */
  static ContinuationFrame link(Object callee, ContinuationFrame frame) {
    if (callee == Sentinel.INSTANCE) {
      frame.state = ~frame.state;
    } else {
      ContinuationFrame inner = (ContinuationFrame) callee;
      if (inner.state < 0) {
        get().keepLeaf(inner);
      }
      inner.caller = frame;
    }
    return frame;
  }

  /** As {@link #link}, for an entry that returns a primitive: tells its caller of the frame. */
  static void linkAndTell(Object callee, ContinuationFrame frame, int state) {
    if (!linkToTold(callee, frame, state)) {
      get().suspendTyped(callee, frame, state);
    }
  }

  /** What the chain that has just unwound awaits. */
  Object takeAwaited() {
    Object taken = Objects.requireNonNull(awaited);
    awaited = null;
    return taken;
  }

  /** How long the chain that has just unwound waits, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  /**
   * Resumes a body outside of every loop, on this thread, or queues it behind those that are
   * running. A stack overflow in here would be swallowed by the future that completes.
   */
  void resumeNested(Subscription subscription) {
    if (nesting >= DEEPEST_NESTING) {
      queued.add(subscription);
      return;
    }
    nesting++;
    try {
      subscription.resumeOffLoop(this);
      if (nesting == 1) {
        Subscription next = queued.poll();
        while (next != null) {
          next.resumeOffLoop(this);
          next = queued.poll();
        }
      }
    } finally {
      nesting--;
    }
  }
}
