import dev.fermata.EventLoop;

/** Checks that what follows an await runs on the thread of the loop on which the program began. */
public final class Here {
  private static Thread home;
  private static int checks;

  private Here() {}

  /** The program begins, on its loop. */
  static void begin() {
    EventLoop.current(); // throws where there is none
    home = Thread.currentThread();
    checks = 0;
  }

  /** What an await has given, after the check. */
  static <T> T here(T awaited) {
    here();
    return awaited;
  }

  static void here() {
    if (Thread.currentThread() != home) {
      throw new AssertionError("resumed on " + Thread.currentThread() + " and not on " + home);
    }
    checks++;
  }

  /** How many awaits were checked since the beginning; read when the program has ended. */
  static int checks() {
    return checks;
  }
}
