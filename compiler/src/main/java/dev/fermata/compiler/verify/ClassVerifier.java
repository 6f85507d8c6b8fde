package dev.fermata.compiler.verify;

import dev.fermata.compiler.flow.TypeCheckException;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Verifies class files as they were written: what was encoded is decoded again. */
public final class ClassVerifier {
  private final MethodVerifier verifier;
  private final Map<byte[], ClassNode> read = new HashMap<>();

  /** Makes a verifier that looks up classes where needed. */
  public ClassVerifier(ClassHierarchy hierarchy) {
    this.verifier = new MethodVerifier(hierarchy);
  }

  /**
   * Verifies all methods of a class.
   *
   * @throws TypeCheckException if one does not verify; the message names it
   */
  public void verifyClass(byte[] bytes) {
    ClassNode owner = node(bytes);
    for (MethodNode method : owner.methods) {
      verify(owner, method);
    }
  }

  /** Verifies one method of a class. */
  public void verifyMethod(byte[] bytes, String name, String descriptor) {
    ClassNode owner = node(bytes);
    for (MethodNode method : owner.methods) {
      if (method.name.equals(name) && method.desc.equals(descriptor)) {
        verify(owner, method);
      }
    }
  }

  private void verify(ClassNode owner, MethodNode method) {
    if (method.instructions.size() > 0) {
      verifier.verify(owner.name, method);
    }
  }

  private ClassNode node(byte[] bytes) {
    return read.computeIfAbsent(
        bytes,
        key -> {
          ClassNode node = new ClassNode();
          new ClassReader(key).accept(node, ClassReader.EXPAND_FRAMES);
          return node;
        });
  }
}
