package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.verify.ClassHierarchy;
import dev.fermata.compiler.verify.ClassHierarchy.ClassHead;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Says why an async method can't have the return type that it declares. */
final class ReturnTypeFault {
  private static final String DECLARE_ANOTHER =
      "declare Coroutine<T> (cold) or CompletableFuture<T> (hot) as the return type";

  private final ClassHierarchy hierarchy;
  private final ClassNode owner;

  ReturnTypeFault(ClassHierarchy hierarchy, ClassNode owner) {
    this.hierarchy = hierarchy;
    this.owner = owner;
  }

  /** The diagnostic of a method whose return type is no good. */
  Diagnostic of(MethodNode method) {
    Type type = Type.getReturnType(method.desc);
    String message = "an @Async method returns " + type.getClassName();
    if (type.getSort() == Type.VOID) {
      return report(
          method,
          message,
          "declare Coroutine<Void> (cold) or CompletableFuture<Void> (hot) as the return type, and"
              + " return completed() or completedFuture(null)");
    }
    if (type.getSort() != Type.OBJECT) {
      return report(method, message, DECLARE_ANOTHER);
    }
    String name = type.getInternalName();
    Optional<ClassHead> head = hierarchy.find(name);
    if (head.isEmpty()) {
      return report(
          method,
          message + ", which is not on the class path",
          "put it on the class path of the weaving, or " + DECLARE_ANOTHER);
    }
    if (!hierarchy.isCertainlySubclass(name, RuntimeContract.COMPLETABLE_FUTURE)) {
      return report(method, message, DECLARE_ANOTHER);
    }
    boolean isAbstract = (head.get().access() & Opcodes.ACC_ABSTRACT) != 0;
    return report(
        method,
        message
            + (isAbstract
                ? ", which is abstract"
                : ", which has no constructor without parameters that is accessible here"),
        isAbstract
            ? "declare a concrete subclass, or CompletableFuture<T>, as the return type"
            : "give it one, or declare CompletableFuture<T> as the return type");
  }

  private Diagnostic report(MethodNode method, String message, String fix) {
    return Diagnostic.of(
        DiagnosticCode.UNSUPPORTED_RETURN_TYPE, Places.of(owner, method), message, fix);
  }
}
