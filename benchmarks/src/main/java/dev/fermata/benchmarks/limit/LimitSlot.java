package dev.fermata.benchmarks.limit;

/** A channel with a buffer of one, for one sender and one receiver on the same loop. */
final class LimitSlot {
  private final LimitLoop loop;
  private Object element;
  private LimitTask receiver;
  private LimitTask sender;

  LimitSlot(LimitLoop loop) {
    this.loop = loop;
  }

  /** False where there is no room; the sender is to be held then, and to try again. */
  boolean send(Object value) {
    if (receiver != null) {
      LimitTask waiting = receiver;
      receiver = null;
      loop.wake(waiting, value);
      return true;
    }
    if (element != null) {
      sender = loop.current();
      return false;
    }
    element = value;
    return true;
  }

  /** Null where there is none; the receiver is to be held then, and goes on with the element. */
  Object receive() {
    Object value = element;
    if (value == null) {
      receiver = loop.current();
      return null;
    }
    element = null;
    if (sender != null) {
      LimitTask waiting = sender;
      sender = null;
      loop.wake(waiting, null);
    }
    return value;
  }
}
