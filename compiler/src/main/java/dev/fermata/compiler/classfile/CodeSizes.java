package dev.fermata.compiler.classfile;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;

/** Reads how many bytes of code the methods of a class file have, and nothing else. */
public final class CodeSizes {
  private final ClassReader reader;
  private final char[] buffer;
  private final Map<String, Integer> sizes = new HashMap<>();
  private int at;

  private CodeSizes(ClassReader reader) {
    this.reader = reader;
    this.buffer = new char[reader.getMaxStringLength()];
  }

  /** The sizes of all methods that have code, by name and descriptor (JVMS 4.1, 4.6, 4.7.3). */
  public static Map<String, Integer> of(ClassReader reader) {
    CodeSizes search = new CodeSizes(reader);
    search.at = reader.header + 6;
    int interfaces = search.nextShort();
    search.at += 2 * interfaces;
    search.readMembers(); // fields
    search.readMembers();
    return search.sizes;
  }

  private void readMembers() {
    for (int members = nextShort(); members > 0; members--) {
      String name = reader.readUTF8(at + 2, buffer) + reader.readUTF8(at + 4, buffer);
      at += 6;
      for (int attributes = nextShort(); attributes > 0; attributes--) {
        if ("Code".equals(reader.readUTF8(at, buffer))) {
          sizes.put(name, reader.readInt(at + 10));
        }
        at += 6 + reader.readInt(at + 2);
      }
    }
  }

  private int nextShort() {
    at += 2;
    return reader.readUnsignedShort(at - 2);
  }
}
