package dev.fermata.compiler.explain;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;

/** Reads from a class file how many bytes of code each method has (JVMS 4.6 and 4.7.3). */
final class CodeSizes {
  private final ClassReader reader;
  private final char[] buffer;
  private final Map<String, Integer> sizes = new HashMap<>();
  private int offset;

  private CodeSizes(byte[] classFile) {
    reader = new ClassReader(classFile);
    buffer = new char[reader.getMaxStringLength()];
    offset = reader.header + 6;
  }

  /** The sizes by name and descriptor; methods without code are not in it. */
  static Map<String, Integer> of(byte[] classFile) {
    return new CodeSizes(classFile).read();
  }

  private Map<String, Integer> read() {
    int interfaces = nextShort();
    offset += 2 * interfaces;
    readMembers();
    readMembers();
    return sizes;
  }

  private void readMembers() {
    int count = nextShort();
    for (int i = 0; i < count; i++) {
      offset += 2;
      String member = nextName() + nextName();
      readAttributes(member);
    }
  }

  private void readAttributes(String member) {
    int count = nextShort();
    for (int i = 0; i < count; i++) {
      String name = nextName();
      int length = reader.readInt(offset);
      offset += 4;
      if (name.equals("Code")) {
        sizes.put(member, reader.readInt(offset + 4)); // behind max_stack and max_locals
      }
      offset += length;
    }
  }

  private int nextShort() {
    int value = reader.readUnsignedShort(offset);
    offset += 2;
    return value;
  }

  private String nextName() {
    String name = reader.readUTF8(offset, buffer);
    offset += 2;
    return name == null ? "" : name;
  }
}
