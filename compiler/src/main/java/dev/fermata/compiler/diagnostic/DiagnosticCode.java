package dev.fermata.compiler.diagnostic;

/**
 * Every kind of diagnostic. 1xx: suspension, 2xx: class file, 3xx: limits, 4xx: configuration, 9xx:
 * our own fault.
 */
public enum DiagnosticCode {
  /** An await in a method that isn't async. */
  AWAIT_OUTSIDE_ASYNC(101, Severity.ERROR),
  /** An await in a lambda that can't suspend. */
  AWAIT_IN_PLAIN_LAMBDA(102, Severity.ERROR),
  /** An await while a monitor is held. */
  AWAIT_IN_SYNCHRONIZED(103, Severity.ERROR),
  /** An await where the paths hold different monitors, which are to be released. */
  UNKNOWN_MONITORS(104, Severity.ERROR),
  /** The declared return type is no coroutine or future. */
  UNSUPPORTED_RETURN_TYPE(105, Severity.ERROR),
  /** A constructor, an initialiser or a native method is async. */
  UNSUPPORTED_ASYNC_METHOD(106, Severity.ERROR),
  /** A method reference to {@code await}. */
  AWAIT_AS_METHOD_REFERENCE(107, Severity.ERROR),
  /** An emit in a method that is no generator. */
  EMIT_OUTSIDE_GENERATOR(108, Severity.ERROR),
  /** An await in a generator that nobody can await. */
  AWAIT_IN_PLAIN_GENERATOR(109, Severity.ERROR),
  /** A coroutine that is never awaited. */
  COROUTINE_NEVER_AWAITED(120, Severity.WARNING),
  /** A return of something pending, in a try whose catch does not see its failure. */
  RETURN_IN_TRY(121, Severity.WARNING),
  /** A catch at which the cancellation of a task ends. */
  CANCELLATION_SWALLOWED(122, Severity.WARNING),
  /** A lock that belongs to a thread is held across an await. */
  LOCK_ACROSS_AWAIT(123, Severity.WARNING),
  /** The bytes are no class file, or a broken one. */
  MALFORMED_CLASS(201, Severity.ERROR),
  /** The class file is newer than the compiler. */
  UNSUPPORTED_CLASS_VERSION(202, Severity.WARNING),
  /** The class file is older than version 52 and has no stack maps to go by. */
  OUTDATED_CLASS_VERSION(203, Severity.ERROR),
  /** The woven method is larger than the JVM allows. */
  METHOD_TOO_LARGE(301, Severity.ERROR),
  /** The woven method is larger than HotSpot compiles. */
  METHOD_NEVER_COMPILED(302, Severity.WARNING),
  /** The method has too many parameters or local variables for three more. */
  TOO_MANY_VARIABLES(303, Severity.ERROR),
  /** The compiler failed, or its output does not verify. */
  INTERNAL_ERROR(901, Severity.ERROR);

  private final int number;
  private final Severity severity;

  DiagnosticCode(int number, Severity severity) {
    this.number = number;
    this.severity = severity;
  }

  /** The code as users see and search it, for example {@code FER-103}. */
  public String id() {
    return "FER-" + number;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }
}
