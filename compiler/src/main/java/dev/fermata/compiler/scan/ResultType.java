package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.VerificationType;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a direct entry returns: an object, or a primitive where the declared type argument is its
 * box. The {@code Signature} attribute alone decides, so that classes that are woven separately
 * agree. Small ints are returned as ints, so that they have room for a value that is none of them.
 */
public enum ResultType {
  OBJECT("Object", "", "", "Ljava/lang/Object;"),
  INTEGER("Integer", "intValue", "I", "I"),
  LONG("Long", "longValue", "J", "J"),
  DOUBLE("Double", "doubleValue", "D", "D"),
  FLOAT("Float", "floatValue", "F", "F"),
  SHORT("Short", "shortValue", "S", "I"),
  BYTE("Byte", "byteValue", "B", "I"),
  CHARACTER("Character", "charValue", "C", "I"),
  BOOLEAN("Boolean", "booleanValue", "Z", "I");

  private final String name;
  private final String unboxing;
  private final String primitive;
  private final String returned;

  ResultType(String name, String unboxing, String primitive, String returned) {
    this.name = name;
    this.unboxing = unboxing;
    this.primitive = primitive;
    this.returned = returned;
  }

  /** What a method's signature declares. */
  static ResultType declaredBy(MethodNode method) {
    if (method.signature == null) {
      return OBJECT;
    }
    String owner = Type.getReturnType(method.desc).getDescriptor();
    switch (Type.getReturnType(method.desc).getInternalName()) {
      case RuntimeContract.COROUTINE,
          RuntimeContract.COMPLETABLE_FUTURE,
          RuntimeContract.COMPLETION_STAGE -> {}
      default -> {
        return OBJECT;
      }
    }
    String raw = owner.substring(0, owner.length() - 1);
    for (ResultType type : values()) {
      // Behind the result there may be declared exceptions.
      if (type.isTyped() && method.signature.contains(")" + raw + "<L" + type.box() + ";>;")) {
        return type;
      }
    }
    return OBJECT;
  }

  /** Whether this is a primitive. */
  public boolean isTyped() {
    return this != OBJECT;
  }

  /** The simple name of the box, of which the names of the runtime's functions are made. */
  public String simpleName() {
    return name;
  }

  /** The internal name of the box. */
  public String box() {
    return "java/lang/" + name;
  }

  /** The type that the direct entry returns. */
  public Type returned() {
    return Type.getType(returned);
  }

  /** The same, as the verifier knows it. */
  public VerificationType verificationType() {
    return VerificationType.of(returned());
  }

  /** The instruction that returns it. */
  public int returnOpcode() {
    return returned().getOpcode(Opcodes.IRETURN);
  }

  /** Makes the box. */
  public MethodInsnNode boxing() {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, box(), "valueOf", "(" + primitive + ")L" + box() + ";", false);
  }

  /** Takes the primitive out of the box. */
  public MethodInsnNode unboxing() {
    return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, box(), unboxing, "()" + primitive, false);
  }
}
