package dev.fermata.compiler.flow;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;

/** A method does not verify: either the class file that was read is broken, or a pass broke it. */
public final class TypeCheckException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private transient @Nullable AbstractInsnNode instruction;

  /** Says what is wrong, in one line. */
  public TypeCheckException(String message) {
    super(message);
  }

  /** The instruction that does not verify, if known. */
  public @Nullable AbstractInsnNode instruction() {
    return instruction;
  }

  /** Notes the instruction, unless one was noted before. */
  TypeCheckException at(AbstractInsnNode at) {
    if (instruction == null) {
      instruction = at;
    }
    return this;
  }
}
