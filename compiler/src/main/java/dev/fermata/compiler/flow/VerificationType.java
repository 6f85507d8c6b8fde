package dev.fermata.compiler.flow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;

/** The type of one local variable or operand, as the type checker of JVMS 4.10.1.2 knows it. */
public final class VerificationType {
  /** The sorts of verification types. All small ints are {@link #INT}. */
  public enum Sort {
    /** Unusable. */
    TOP,
    INT,
    FLOAT,
    LONG,
    DOUBLE,
    /** The type of {@code aconst_null}. */
    NULL,
    /** {@code this} in a constructor before the call of another one. */
    UNINITIALIZED_THIS,
    /** The result of {@code new} before its constructor was called. */
    UNINITIALIZED,
    /** An initialised object or array. */
    OBJECT
  }

  public static final VerificationType TOP = new VerificationType(Sort.TOP, null, null, false);
  public static final VerificationType INT = new VerificationType(Sort.INT, null, null, false);
  public static final VerificationType FLOAT = new VerificationType(Sort.FLOAT, null, null, false);
  public static final VerificationType LONG = new VerificationType(Sort.LONG, null, null, false);
  public static final VerificationType DOUBLE =
      new VerificationType(Sort.DOUBLE, null, null, false);
  public static final VerificationType NULL = new VerificationType(Sort.NULL, null, null, false);
  public static final VerificationType UNINITIALIZED_THIS =
      new VerificationType(Sort.UNINITIALIZED_THIS, null, null, false);
  public static final VerificationType OBJECT = object("java/lang/Object");

  private final Sort sort;
  private final @Nullable String name;
  private final @Nullable AbstractInsnNode creation;
  private final boolean receiver;

  private VerificationType(
      Sort sort, @Nullable String name, @Nullable AbstractInsnNode creation, boolean receiver) {
    this.sort = sort;
    this.name = name;
    this.creation = creation;
    this.receiver = receiver;
  }

  /** An initialised object: an internal name, or the descriptor of an array type. */
  public static VerificationType object(String name) {
    return new VerificationType(Sort.OBJECT, name, null, false);
  }

  /** The object on which the method was called; it is never null. */
  public static VerificationType receiver(String name) {
    return new VerificationType(Sort.OBJECT, name, null, true);
  }

  /** What the instruction {@code creation}, a {@code new}, has pushed. */
  public static VerificationType uninitialized(AbstractInsnNode creation) {
    return new VerificationType(Sort.UNINITIALIZED, null, creation, false);
  }

  /** The type of a value with a declared type; void is not one. */
  public static VerificationType of(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> INT;
      case Type.FLOAT -> FLOAT;
      case Type.LONG -> LONG;
      case Type.DOUBLE -> DOUBLE;
      case Type.ARRAY, Type.OBJECT -> object(type.getInternalName());
      default -> throw new IllegalArgumentException("no type of a value: " + type);
    };
  }

  public Sort sort() {
    return sort;
  }

  /** The internal name or array descriptor of an {@link Sort#OBJECT}. */
  public String name() {
    return Objects.requireNonNull(name);
  }

  /** The {@code new} of an {@link Sort#UNINITIALIZED}. */
  public AbstractInsnNode creation() {
    return Objects.requireNonNull(creation);
  }

  /** Whether this is certainly the object on which the method was called. */
  public boolean isReceiver() {
    return receiver;
  }

  /** How many slots a value of this type takes: 1, or 2 for long and double. */
  public int size() {
    return sort == Sort.LONG || sort == Sort.DOUBLE ? 2 : 1;
  }

  /** Whether this is an initialised object, an array or null. */
  public boolean isReference() {
    return sort == Sort.OBJECT || sort == Sort.NULL;
  }

  /** Whether this is an object whose constructor was not called yet. */
  public boolean isUninitialized() {
    return sort == Sort.UNINITIALIZED || sort == Sort.UNINITIALIZED_THIS;
  }

  /** The descriptor of a field that can hold this type. */
  public String descriptor() {
    return switch (sort) {
      case INT -> "I";
      case FLOAT -> "F";
      case LONG -> "J";
      case DOUBLE -> "D";
      case NULL -> "Ljava/lang/Object;";
      case OBJECT -> name().startsWith("[") ? name() : "L" + name() + ";";
      default -> throw new IllegalStateException("no field holds " + this);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerificationType type
        && sort == type.sort
        && Objects.equals(name, type.name)
        && creation == type.creation;
  }

  @Override
  public int hashCode() {
    return 31 * sort.hashCode() + Objects.hashCode(name);
  }

  @Override
  public String toString() {
    return sort == Sort.OBJECT ? name() : sort.name().toLowerCase(java.util.Locale.ROOT);
  }
}
