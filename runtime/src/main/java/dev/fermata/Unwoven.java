package dev.fermata;

/** Says what to do about an await in code that was not woven. */
final class Unwoven {
  private Unwoven() {}

  static IllegalStateException await() {
    String caller =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> !Traces.isInternal(frame.getClassName()))
                        .findFirst()
                        .map(frame -> frame.toStackTraceElement().toString())
                        .orElse("code"));
    return new IllegalStateException(
        caller
            + " awaits, but was not woven: mark the method @Async, and run with"
            + " -javaagent:fermata-agent.jar, or weave the classes with 'fermata weave'");
  }
}
