package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * What a task shares with others, so that a task needs one field for it: its loop, its name, and
 * who is told of its end.
 */
class Scope {
  /** Hot methods that were called outside of every loop. */
  static final Scope OFF_LOOP = new Scope(null);

  final @Nullable EventLoop loop;
  final @Nullable String name;
  private final @Nullable Scope parent;

  Scope(@Nullable EventLoop loop) {
    this(loop, null, null);
  }

  private Scope(@Nullable EventLoop loop, @Nullable String name, @Nullable Scope parent) {
    this.loop = loop;
    this.name = name;
    this.parent = parent;
  }

  /** The same for a single task that has a name. */
  final Scope named(String taskName) {
    return new Scope(loop, taskName, this);
  }

  /** Called once on the loop's thread when the body of a task in this scope has ended. */
  void ended(Task<?> task) {
    if (parent != null) {
      parent.ended(task);
    }
  }
}
