package dev.fermata.compiler.classfile;

import dev.fermata.compiler.RuntimeContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells classes that have nothing to do with Fermata by their raw bytes, so that they are never
 * parsed.
 */
public final class ClassFilePrefilter {
  private static final byte[] NEEDLE =
      RuntimeContract.PACKAGE_PREFIX.getBytes(StandardCharsets.US_ASCII);

  /**
   * How far the needle may move on when its end is at a byte: until another one of its bytes that
   * is the same comes to lie there (Horspool, "Practical Fast Searching in Strings", 1980). Most
   * bytes of a class are never looked at.
   */
  private static final byte[] SHIFTS = shifts();

  private ClassFilePrefilter() {}

  private static byte[] shifts() {
    byte[] shifts = new byte[256];
    Arrays.fill(shifts, (byte) NEEDLE.length);
    for (int i = 0; i < NEEDLE.length - 1; i++) {
      shifts[NEEDLE[i]] = (byte) (NEEDLE.length - 1 - i);
    }
    return shifts;
  }

  /**
   * Whether the bytes name a class of ours anywhere. May be true where there is nothing to weave.
   */
  public static boolean mayNeedWeaving(byte[] classFile) {
    int end = NEEDLE.length - 1;
    for (int at = end; at < classFile.length; at += SHIFTS[classFile[at] & 0xFF]) {
      if (classFile[at] == NEEDLE[end] && matches(classFile, at - end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int offset) {
    for (int i = 0; i < NEEDLE.length; i++) {
      if (bytes[offset + i] != NEEDLE[i]) {
        return false;
      }
    }
    return true;
  }
}
