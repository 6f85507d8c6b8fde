package dev.fermata;

/** Says what to do about an await in code that was not woven. */
final class Unwoven {
  private Unwoven() {}

  static IllegalStateException await() {
    return new IllegalStateException(
        caller()
            + " awaits, but was not woven: mark the method @Async, and run with"
            + " -javaagent:fermata-agent.jar, or weave the classes with 'fermata weave'");
  }

  /** The same for something that awaits only where it stands in an async method. */
  static IllegalStateException call(String what, String otherwise) {
    return new IllegalStateException(
        what + " in " + caller() + " awaits in woven @Async methods only; elsewhere, " + otherwise);
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !Traces.isInternal(frame.getClassName()))
                    .findFirst()
                    .map(frame -> frame.toStackTraceElement().toString())
                    .orElse("code"));
  }
}
