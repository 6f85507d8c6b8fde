package dev.fermata;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What other threads send to a loop: a stack of nodes that the loop takes whole, oldest first. */
final class Inbox {
  private final AtomicReference<@Nullable Node> head = new AtomicReference<>();

  /**
   * Adds a node; any thread.
   *
   * @return whether the inbox was empty: then the loop may have to be woken
   */
  boolean push(Node node) {
    Node old;
    do {
      old = head.get();
      node.next = old;
    } while (!head.compareAndSet(old, node));
    return old == null;
  }

  boolean isEmpty() {
    return head.get() == null;
  }

  /** Delivers all nodes, in the order in which they came; the loop's thread. */
  void drain() {
    if (isEmpty()) {
      return;
    }
    Node oldest = null;
    for (Node node = head.getAndSet(null); node != null; ) {
      Node next = node.next;
      node.next = oldest;
      oldest = node;
      node = next;
    }
    while (oldest != null) {
      Node next = oldest.next;
      oldest.next = null;
      oldest.deliver();
      oldest = next;
    }
  }

  /** Something sent to a loop; it is in one inbox at most once. */
  abstract static class Node {
    private @Nullable Node next;

    /** Called on the loop's thread; runs no code of a user. */
    abstract void deliver();
  }
}
