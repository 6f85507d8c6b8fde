package dev.fermata;

/** Gives a task a name when somebody asks for it. */
final class TaskNames {
  /** The last number outside of every loop. */
  private static int lastOffLoop;

  /** The last number on one loop; guarded by this class. */
  private int last;

  static synchronized String nameOf(Task<?> task) {
    Scope scope = task.scope();
    if (scope.name != null) {
      return scope.name;
    }
    EventLoop loop = scope.loop;
    String name = loop == null ? "Hot-" + ++lastOffLoop : "Task-" + ++loop.names().last;
    task.scope(scope.named(name));
    return name;
  }
}
