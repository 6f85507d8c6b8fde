package dev.fermata.compiler.classfile;

import dev.fermata.compiler.RuntimeContract;
import java.nio.charset.StandardCharsets;

/**
 * Tells classes that have nothing to do with Fermata by their raw bytes, so that they are never
 * parsed.
 */
public final class ClassFilePrefilter {
  private static final byte[] NEEDLE =
      RuntimeContract.PACKAGE_PREFIX.getBytes(StandardCharsets.US_ASCII);

  private ClassFilePrefilter() {}

  /**
   * Whether the bytes name a class of ours anywhere. May be true where there is nothing to weave.
   */
  public static boolean mayNeedWeaving(byte[] classFile) {
    int last = classFile.length - NEEDLE.length;
    for (int i = 0; i <= last; i++) {
      // The slash is rarer than any letter, and every name of ours has it at the same place.
      if (classFile[i + 3] == '/' && matches(classFile, i)) {
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
