package dev.fermata;

/** A request to cancel a task, on its way through the tasks that it awaits. */
final class Cancellation extends Inbox.Node {
  private final Task<?> task;
  private final EventLoop loop;

  Cancellation(Task<?> task, EventLoop loop) {
    this.task = task;
    this.loop = loop;
  }

  @Override
  void deliver() {
    walk(task, loop);
  }

  /**
   * Follows the chain of awaited tasks, in a loop and not by recursion, since it may be long. Tasks
   * that wait for one another in a cycle would never end: one of them gets the cancel itself.
   */
  static void walk(Task<?> start, EventLoop loop) {
    Task<?> task = start;
    Task<?> anchor = start;
    long steps = 0;
    long moveAnchorAt = 2;
    while (true) {
      Task<?> next = task.cancelStep(loop);
      if (next == null) {
        return;
      }
      if (next.loop() != loop) {
        next.cancel(false);
        return;
      }
      if (next == anchor) {
        task.cancelOutOfCycle(loop);
        return;
      }
      if (++steps == moveAnchorAt) {
        anchor = next;
        moveAnchorAt *= 2;
      }
      task = next;
    }
  }
}
