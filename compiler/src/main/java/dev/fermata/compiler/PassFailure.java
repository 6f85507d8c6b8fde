package dev.fermata.compiler;

import dev.fermata.compiler.diagnostic.Diagnostic;
import org.objectweb.asm.tree.MethodNode;

/** A method could not be woven, though nothing was wrong when it was scanned. */
final class PassFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;
  private final transient String method;

  PassFailure(MethodNode method, Diagnostic diagnostic) {
    this(method.name + method.desc, diagnostic);
  }

  PassFailure(String method, Diagnostic diagnostic) {
    super(diagnostic.message());
    this.method = method;
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }

  /** Name and descriptor of the method. */
  String method() {
    return method;
  }
}
