package dev.fermata.cli.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the lengths of a class file (JVMS 4.1) without understanding it. A truncated file must be
 * found even if nothing in what is left of it says that it was to be woven.
 */
public final class ClassFileStructure {
  private static final int MAGIC = 0xCAFEBABE;

  private final DataInputStream in;

  private ClassFileStructure(byte[] bytes) {
    in = new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /** What is wrong with a class file as a whole, or null. */
  public static @Nullable String defect(byte[] bytes) {
    if (bytes.length == 0) {
      return "an empty file, not a class file";
    }
    try {
      return new ClassFileStructure(bytes).walk();
    } catch (EOFException e) {
      return "a truncated class file";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable String walk() throws IOException {
    if (in.readInt() != MAGIC) {
      return "not a class file";
    }
    in.skipNBytes(4);
    int constants = in.readUnsignedShort();
    for (int i = 1; i < constants; i++) {
      int tag = in.readUnsignedByte();
      int length = constantLength(tag);
      if (length < 0) {
        return "a broken class file (constant " + i + " has the unknown tag " + tag + ")";
      }
      in.skipNBytes(length);
      if (tag == 5 || tag == 6) {
        i++;
      }
    }
    in.skipNBytes(6);
    in.skipNBytes(2L * in.readUnsignedShort());
    skipMembers();
    skipMembers();
    skipAttributes();
    return in.available() == 0 ? null : "a broken class file (it goes on after its end)";
  }

  private int constantLength(int tag) throws IOException {
    return switch (tag) {
      case 1 -> in.readUnsignedShort();
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> -1;
    };
  }

  private void skipMembers() throws IOException {
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      in.skipNBytes(6);
      skipAttributes();
    }
  }

  private void skipAttributes() throws IOException {
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      in.skipNBytes(2);
      in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
    }
  }
}
