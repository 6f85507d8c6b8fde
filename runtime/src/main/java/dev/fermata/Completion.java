package dev.fermata;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Told once, on a loop's thread, that a future is done. Unlike a dependent stage it does not count
 * as somebody who retrieves the outcome of a task.
 */
abstract class Completion extends Inbox.Node {
  private final CompletableFuture<?> source;
  private final EventLoop loop;
  private boolean over;

  /** The next one that is told of the same task; belongs to {@link OwnScope}. */
  @Nullable Completion next;

  Completion(CompletableFuture<?> source, EventLoop loop) {
    this.source = source;
    this.loop = loop;
  }

  /** The future is done; on the loop's thread. */
  abstract void completed();

  /** Begins; if the future is done, it is told at once. On the loop's thread. */
  final void begin() {
    if (source.isDone()) {
      deliver();
    } else if (source instanceof Task<?> task && task.loop() == loop) {
      task.own().add(this);
    } else {
      var unused = source.handle((value, exception) -> completedAnywhere());
    }
  }

  private @Nullable Void completedAnywhere() {
    if (loop.isCurrent()) {
      deliver();
    } else {
      loop.send(this);
      if (loop.isTerminated()) {
        completedAfterTheLoop();
      }
    }
    return null;
  }

  /**
   * The future is done and the loop has ended, which may not tell it any more; on the completing
   * thread, and perhaps while the loop, at its very end, calls {@link #completed}.
   */
  void completedAfterTheLoop() {}

  /** It is not to be told any more; the loop's thread. */
  final void end() {
    over = true;
    if (source instanceof Task<?> task && task.loop() == loop && !source.isDone()) {
      task.own().remove(this);
    }
  }

  @Override
  final void deliver() {
    if (!over) {
      over = true;
      completed();
    }
  }
}
