package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Says what is wrong with an await in a method that is not async. Several frameworks have an
 * annotation of the same name, and an IDE imports the wrong one easily.
 */
final class AwaitOutsideAsync {
  /** Spring's and Micronaut's {@code Async}, IntelliJ's {@code Async.Schedule}. */
  private static final Pattern NAMED_ASYNC = Pattern.compile("L(.*/)?Async(\\$.*)?;");

  private AwaitOutsideAsync() {}

  /** The diagnostic of one await. */
  static Diagnostic at(ClassNode owner, MethodNode method, AbstractInsnNode await) {
    String ours = Type.getType(RuntimeContract.ASYNC).getClassName();
    Optional<String> foreign = foreignAnnotation(method);
    return Diagnostic.of(
        DiagnosticCode.AWAIT_OUTSIDE_ASYNC,
        Places.of(owner, method, await),
        foreign
            .map(name -> "await in a method that is not async: its @" + name + " is another one")
            .orElse("await in a method that is not async"),
        foreign
            .map(name -> "mark " + method.name + " @" + ours + " in place of @" + name)
            .orElse("mark " + method.name + " @Async, or start a coroutine with run or spawn"));
  }

  private static Optional<String> foreignAnnotation(MethodNode method) {
    return Stream.of(method.visibleAnnotations, method.invisibleAnnotations)
        .flatMap(AwaitOutsideAsync::stream)
        .map(annotation -> annotation.desc)
        .filter(descriptor -> NAMED_ASYNC.matcher(descriptor).matches())
        .map(descriptor -> Type.getType(descriptor).getClassName().replace('$', '.'))
        .findFirst();
  }

  private static Stream<AnnotationNode> stream(@Nullable List<AnnotationNode> annotations) {
    return annotations == null ? Stream.empty() : annotations.stream();
  }
}
