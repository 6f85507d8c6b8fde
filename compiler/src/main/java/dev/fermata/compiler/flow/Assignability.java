package dev.fermata.compiler.flow;

/** Decides whether an object of one class may stand where another is expected. */
@FunctionalInterface
public interface Assignability {
  /** For methods that the JVM will verify, or has verified: nothing is looked up. */
  Assignability TRUSTING = (from, to) -> true;

  /**
   * Whether {@code from} is assignable to {@code to} for the verifier, which takes every interface
   * for {@code Object}. Both are internal names or array descriptors.
   */
  boolean isAssignable(String from, String to);

  /** The same for all verification types (JVMS 4.10.1.2). */
  default boolean isAssignable(VerificationType from, VerificationType to) {
    if (to.sort() == VerificationType.Sort.TOP || from.equals(to)) {
      return true;
    }
    if (to.sort() != VerificationType.Sort.OBJECT) {
      return false;
    }
    if (from.sort() == VerificationType.Sort.NULL) {
      return true;
    }
    return from.sort() == VerificationType.Sort.OBJECT
        && (to.name().equals("java/lang/Object") || isAssignable(from.name(), to.name()));
  }
}
