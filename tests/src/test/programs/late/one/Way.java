package late.one;

/** How a body was entered. */
public final class Way {
  private Way() {}

  /** Called by the body: direct if its caller on the stack is another async body. */
  public static String taken() {
    StackTraceElement[] stack = new Throwable().getStackTrace();
    return stack[2].getMethodName().startsWith("lambda$") ? "directly" : "by an object";
  }
}
