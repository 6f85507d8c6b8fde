package dev.fermata.compiler.classfile;

import org.objectweb.asm.Opcodes;

/**
 * The version in the head of a class file (JVMS 4.1): {@code magic}, {@code minor_version}, {@code
 * major_version}, of 4, 2 and 2 bytes.
 */
public final class ClassFileVersion {
  /** The newest major version that ASM knows. */
  public static final int NEWEST_KNOWN = Opcodes.V27 & 0xFFFF;

  private static final int MAGIC = 0xCAFEBABE;
  private static final int MINOR = 4;
  private static final int MAJOR = 6;
  private static final int BEHIND = 8;

  private ClassFileVersion() {}

  /** The major version of a class file: 52 is Java 8. */
  public static int major(byte[] classFile) throws MalformedClassException {
    if (classFile.length < BEHIND + 2) {
      throw new MalformedClassException("the file ends after " + classFile.length + " bytes");
    }
    int magic = 0;
    for (int i = 0; i < MINOR; i++) {
      magic = magic << 8 | (classFile[i] & 0xFF);
    }
    if (magic != MAGIC) {
      throw new MalformedClassException("it does not start as a class file does");
    }
    return (classFile[MAJOR] & 0xFF) << 8 | (classFile[MAJOR + 1] & 0xFF);
  }

  /** Whether ASM knows a major version. */
  public static boolean isKnown(int majorVersion) {
    return majorVersion <= NEWEST_KNOWN;
  }

  /** A copy that says it is of the newest version that ASM knows, without preview features. */
  public static byte[] clamp(byte[] classFile) {
    byte[] clamped = classFile.clone();
    clamped[MINOR] = 0;
    clamped[MINOR + 1] = 0;
    clamped[MAJOR] = (byte) (NEWEST_KNOWN >>> 8);
    clamped[MAJOR + 1] = (byte) NEWEST_KNOWN;
    return clamped;
  }

  /** A copy with the version, major and minor, of another class file. */
  public static byte[] restamp(byte[] classFile, byte[] original) {
    byte[] stamped = classFile.clone();
    System.arraycopy(original, MINOR, stamped, MINOR, BEHIND - MINOR);
    return stamped;
  }
}
