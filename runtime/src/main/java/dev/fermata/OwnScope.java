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

  @Override
  void ended(Task<?> task) {
    shared.ended(task);
  }
}
