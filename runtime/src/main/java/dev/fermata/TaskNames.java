package dev.fermata;

/** Gives a task a name when somebody asks for it. */
final class TaskNames {
  /** The last number outside of every loop. */
  private static int lastOffLoop;

  /** The last number on one loop; guarded by this class. */
  private int last;

  static synchronized String nameOf(Task<?> task) {
    OwnScope own = task.own();
    String name = own.name;
    if (name == null) {
      EventLoop loop = own.loop;
      name = loop == null ? "Hot-" + ++lastOffLoop : "Task-" + ++loop.names().last;
      own.name = name;
    }
    return name;
  }
}
