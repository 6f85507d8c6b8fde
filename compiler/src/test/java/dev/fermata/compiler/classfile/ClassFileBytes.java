package dev.fermata.compiler.classfile;

import java.nio.charset.StandardCharsets;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;

/** Changes class files as no compiler does. */
final class ClassFileBytes {
  /** A version that no JVM has. */
  static final int FUTURE = 99;

  private ClassFileBytes() {}

  /** A copy with this version. */
  static byte[] ofVersion(int major, int minor, byte[] classFile) {
    byte[] copy = classFile.clone();
    copy[4] = (byte) (minor >>> 8);
    copy[5] = (byte) minor;
    copy[6] = (byte) (major >>> 8);
    copy[7] = (byte) major;
    return copy;
  }

  /** A copy of the version {@link #FUTURE}. */
  static byte[] future(byte[] classFile) {
    return ofVersion(FUTURE, 0, classFile);
  }

  /** A copy whose constant of this text has a tag that no version has. */
  static byte[] withUnknownTag(byte[] classFile, String text) {
    byte[] copy = classFile.clone();
    copy[indexOf(copy, text) - 3] = 99;
    return copy;
  }

  private static int indexOf(byte[] classFile, String text) {
    int index = new String(classFile, StandardCharsets.ISO_8859_1).indexOf(text);
    if (index < 0) {
      throw new AssertionError(text);
    }
    return index;
  }

  /** An attribute that nobody knows, with these bytes. */
  static Attribute attribute(String name, boolean ofCode, byte... content) {
    return new Attribute(name) {
      @Override
      public boolean isCodeAttribute() {
        return ofCode;
      }

      @Override
      protected ByteVector write(
          ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
        return new ByteVector().putByteArray(content, 0, content.length);
      }
    };
  }
}
