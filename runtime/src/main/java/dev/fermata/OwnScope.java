package dev.fermata;

import org.jspecify.annotations.Nullable;

/** What only some tasks have: a name, the reason of a cancel, cancel scopes. */
final class OwnScope extends Scope {
  private final Scope shared;

  /** The task's name, once it has one; guarded by {@link TaskNames} unless it was given. */
  volatile @Nullable String name;

  /** What the pending cancel says. Written before the task's flag that says that it is pending. */
  @Nullable String cancelMessage;

  /** What was delivered last to a body in scopes; whoever ends a scope may replace it. */
  @Nullable TaskCancelled lastCancellation;

  /** The scopes that the task's body is in; belongs to the loop's thread. */
  @Nullable CancelScope innermost;

  OwnScope(Scope shared, @Nullable String name) {
    super(shared.loop);
    this.shared = shared;
    this.name = name;
  }

  /** Who is told of the task's end, newest first; belongs to the loop's thread. */
  private @Nullable Completion observers;

  void add(Completion observer) {
    observer.next = observers;
    observers = observer;
  }

  @SuppressWarnings("ReferenceEquality")
  void remove(Completion observer) {
    if (observers == observer) {
      observers = observer.next;
    } else {
      Completion before = observers;
      while (before != null && before.next != observer) {
        before = before.next;
      }
      if (before != null) {
        before.next = observer.next;
      }
    }
    observer.next = null;
  }

  /** The task is done: tells those who observe it, in the order in which they came. */
  void tellObservers() {
    Completion oldest = null;
    for (Completion observer = observers; observer != null; ) {
      Completion after = observer.next;
      observer.next = oldest;
      oldest = observer;
      observer = after;
    }
    observers = null;
    while (oldest != null) {
      Completion after = oldest.next;
      oldest.next = null;
      oldest.deliver();
      oldest = after;
    }
  }

  @Override
  void ended(Task<?> task) {
    tellObservers();
    shared.ended(task);
  }
}
