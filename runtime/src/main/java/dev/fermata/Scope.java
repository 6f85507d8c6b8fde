package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * What a task shares with others, so that a task needs one field for it: its loop, and who is told
 * of its end. A task that has something for itself, such as a name, gets an {@link OwnScope}.
 */
class Scope {
  /** Hot methods that were called outside of every loop. */
  static final Scope OFF_LOOP = new Scope(null);

  final @Nullable EventLoop loop;

  Scope(@Nullable EventLoop loop) {
    this.loop = loop;
  }

  /** Called once on the loop's thread when the body of a task in this scope has ended. */
  void ended(Task<?> task) {}
}
