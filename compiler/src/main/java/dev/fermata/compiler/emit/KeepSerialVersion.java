package dev.fermata.compiler.emit;

import dev.fermata.compiler.verify.ClassHierarchy;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Keeps serialised objects readable. The default {@code serialVersionUID} is computed from the
 * members of a class, and a direct entry is one more; so a serialisable class that declares none
 * gets the value that it had, as the specification of object serialisation defines it (section
 * 4.6).
 */
public final class KeepSerialVersion {
  private static final String FIELD = "serialVersionUID";
  private static final int NO_DEFAULT = Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM;

  private KeepSerialVersion() {}

  /**
   * Adds the field where it is needed.
   *
   * @param original the class as it was read
   * @param owner the class as it is woven
   */
  public static void run(ClassReader original, ClassNode owner, ClassHierarchy hierarchy) {
    boolean record = "java/lang/Record".equals(owner.superName);
    if ((owner.access & NO_DEFAULT) != 0
        || record
        || owner.fields.stream().anyMatch(field -> field.name.equals(FIELD))
        || !hierarchy.isCertainlySerializable(owner.superName, owner.interfaces)) {
      return;
    }
    Computation computation = new Computation();
    original.accept(computation, ClassReader.SKIP_CODE);
    owner.fields.add(
        new FieldNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
            FIELD,
            "J",
            null,
            computation.value));
  }

  private static final class Computation extends SerialVersionUIDAdder {
    private long value;

    Computation() {
      super(Opcodes.ASM9, new ClassVisitor(Opcodes.ASM9) {});
    }

    @Override
    protected void addSVUID(long svuid) {
      value = svuid;
    }
  }
}
