package dev.fermata.cli.weave;

import dev.fermata.compiler.classfile.ClassFileVersion;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the lengths of a class file (JVMS 4.1) without understanding it. A truncated file must be
 * found even if nothing in what is left of it says that it was to be woven. A newer class file than
 * the compiler knows may hold what can't be walked over; then it is for the compiler to judge.
 */
public final class ClassFileStructure {
  private static final int MAGIC = 0xCAFEBABE;

  private final ByteBuffer in;
  private boolean newer;

  private ClassFileStructure(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /** What is wrong with a class file as a whole, or null. */
  public static @Nullable String defect(byte[] bytes) {
    if (bytes.length == 0) {
      return "an empty file, not a class file";
    }
    try {
      return new ClassFileStructure(bytes).walk();
    } catch (BufferUnderflowException e) {
      return "a truncated class file";
    }
  }

  private @Nullable String walk() {
    if (in.getInt() != MAGIC) {
      return "not a class file";
    }
    skip(2);
    newer = !ClassFileVersion.isKnown(nextShort());
    int constants = nextShort();
    for (int i = 1; i < constants; i++) {
      int tag = Byte.toUnsignedInt(in.get());
      int length = constantLength(tag);
      if (length < 0 && newer) {
        return null;
      }
      if (length < 0) {
        return "a broken class file (constant " + i + " has the unknown tag " + tag + ")";
      }
      skip(length);
      if (tag == 5 || tag == 6) {
        i++;
      }
    }
    skip(6);
    skip(2L * nextShort());
    skipMembers();
    skipMembers();
    skipAttributes();
    return !in.hasRemaining() ? null : "a broken class file (it goes on after its end)";
  }

  private int constantLength(int tag) {
    return switch (tag) {
      case 1 -> nextShort();
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> -1;
    };
  }

  private void skipMembers() {
    int count = nextShort();
    for (int i = 0; i < count; i++) {
      skip(6);
      skipAttributes();
    }
  }

  private void skipAttributes() {
    int count = nextShort();
    for (int i = 0; i < count; i++) {
      skip(2);
      skip(Integer.toUnsignedLong(in.getInt()));
    }
  }

  private int nextShort() {
    return Short.toUnsignedInt(in.getShort());
  }

  private void skip(long length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + (int) length);
  }
}
