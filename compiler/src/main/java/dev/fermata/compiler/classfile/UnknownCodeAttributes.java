package dev.fermata.compiler.classfile;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/**
 * Looks for attributes of {@code Code} (JVMS 4.7.3) that ASM does not know. They may speak of
 * places in the code, which are others once it is woven; those of classes, fields and methods speak
 * of the constant pool at most, which stays.
 */
public final class UnknownCodeAttributes {
  private static final Set<String> KNOWN =
      Set.of(
          "LineNumberTable",
          "LocalVariableTable",
          "LocalVariableTypeTable",
          "StackMapTable",
          "RuntimeVisibleTypeAnnotations",
          "RuntimeInvisibleTypeAnnotations");
  private static final int MEMBER_HEAD = 6;
  private static final int ATTRIBUTE_HEAD = 6;

  private final ClassReader reader;
  private final char[] buffer;
  private @Nullable String found;

  private UnknownCodeAttributes(ClassReader reader) {
    this.reader = reader;
    this.buffer = new char[reader.getMaxStringLength()];
  }

  /** The name of one, or null if there is none. */
  public static @Nullable String find(ClassReader reader) throws MalformedClassException {
    UnknownCodeAttributes search = new UnknownCodeAttributes(reader);
    try {
      int interfaces = reader.header + MEMBER_HEAD;
      int fields = interfaces + 2 + 2 * reader.readUnsignedShort(interfaces);
      search.members(search.members(fields));
    } catch (RuntimeException e) {
      throw new MalformedClassException("it is broken or truncated behind its constant pool");
    }
    return search.found;
  }

  private int members(int offset) {
    int at = offset + 2;
    for (int left = reader.readUnsignedShort(offset); left > 0; left--) {
      at = attributes(at + MEMBER_HEAD, false);
    }
    return at;
  }

  private int attributes(int offset, boolean ofCode) {
    int at = offset + 2;
    for (int left = reader.readUnsignedShort(offset); left > 0; left--) {
      String name = reader.readUTF8(at, buffer);
      int content = at + ATTRIBUTE_HEAD;
      if (ofCode && !KNOWN.contains(name)) {
        found = name;
      } else if ("Code".equals(name) && !ofCode) {
        int handlers = content + 8 + reader.readInt(content + 4);
        attributes(handlers + 2 + 8 * reader.readUnsignedShort(handlers), true);
      }
      at = Math.addExact(content, reader.readInt(at + 2));
      if (at < content) {
        throw new IllegalArgumentException("a length above 2^31");
      }
    }
    return at;
  }
}
