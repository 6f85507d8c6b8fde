package dev.fermata.compiler.verify;

import dev.fermata.compiler.flow.TypeCheckException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Verifies class files as they were written: what was encoded is decoded again. */
public final class ClassVerifier {
  /**
   * A method that does not verify.
   *
   * @param method the method
   * @param cause why
   */
  public record Failure(MethodNode method, TypeCheckException cause) {}

  private final MethodVerifier verifier;

  /** Makes a verifier that looks up classes where needed. */
  public ClassVerifier(ClassHierarchy hierarchy) {
    this.verifier = new MethodVerifier(hierarchy);
  }

  /**
   * The first of some methods of a class that does not verify.
   *
   * @param which chooses by access, name and descriptor
   */
  public Optional<Failure> findFailure(byte[] bytes, Predicate<MethodNode> which) {
    ClassNode owner = new SomeMethods(which);
    new ClassReader(bytes).accept(owner, ClassReader.EXPAND_FRAMES);
    for (MethodNode method : owner.methods) {
      if (method.instructions.size() > 0) {
        try {
          verifier.verify(owner.name, method);
        } catch (TypeCheckException e) {
          return Optional.of(new Failure(method, e));
        }
      }
    }
    return Optional.empty();
  }

  /** A class with only some of its methods; the code of the others is not even parsed. */
  private static final class SomeMethods extends ClassNode {
    private final Predicate<MethodNode> which;

    SomeMethods(Predicate<MethodNode> which) {
      super(Opcodes.ASM9);
      this.which = which;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodNode method = new MethodNode(access, name, descriptor, signature, exceptions);
      if (!which.test(method)) {
        return null;
      }
      methods.add(method);
      return method;
    }
  }
}
