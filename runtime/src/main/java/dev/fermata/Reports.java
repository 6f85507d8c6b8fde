package dev.fermata;

/** Where exceptions go that nobody else gets: the system logger {@code dev.fermata}. */
final class Reports {
  private Reports() {}

  /** An exception of a task whose future cannot carry it. */
  static void task(Task<?> task, String what, Throwable exception) {
    String message = "task '" + task.name() + "' " + what;
    EventLoop loop = task.loop();
    if (loop != null) {
      loop.report(message, exception);
    } else {
      log(message, exception);
    }
  }

  /** A fault of the runtime itself. */
  static void fault(String message, Throwable exception) {
    log("internal fault: " + message, exception);
  }

  static void log(String message, Throwable exception) {
    System.getLogger("dev.fermata").log(System.Logger.Level.ERROR, message, exception);
  }
}
