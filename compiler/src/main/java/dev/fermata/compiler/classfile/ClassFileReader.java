package dev.fermata.compiler.classfile;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.CheckClassAdapter;
import org.objectweb.asm.util.CheckMethodAdapter;

/**
 * Reads class files that may be broken: whatever is wrong with one ends in one exception of ours.
 */
public final class ClassFileReader {
  private static final int MAGIC = 0xCAFEBABE;

  private ClassFileReader() {}

  /** The major version of a class file: 52 is Java 8. */
  public static int majorVersion(byte[] classFile) throws MalformedClassException {
    if (classFile.length < 10) {
      throw new MalformedClassException("the file ends after " + classFile.length + " bytes");
    }
    int magic = 0;
    for (int i = 0; i < 4; i++) {
      magic = magic << 8 | (classFile[i] & 0xFF);
    }
    if (magic != MAGIC) {
      throw new MalformedClassException("it does not start as a class file does");
    }
    return (classFile[6] & 0xFF) << 8 | (classFile[7] & 0xFF);
  }

  /** Whether ASM knows a version. */
  public static boolean isKnown(int majorVersion) {
    return majorVersion <= (Opcodes.V27 & 0xFFFF);
  }

  /** The reader of a class file whose version ASM knows. */
  public static ClassReader open(byte[] classFile) throws MalformedClassException {
    try {
      return new ClassReader(classFile);
    } catch (RuntimeException e) { // ASM checks nothing, and fails on broken bytes in many ways
      throw new MalformedClassException("its constant pool is broken or truncated");
    }
  }

  /**
   * Whether a class file that could be read keeps the rules of the format: descriptors, names,
   * operands. It is slow, and asked only when something went wrong.
   */
  public static boolean isWellFormed(byte[] classFile) {
    try {
      ClassReader reader = new ClassReader(classFile);
      // The writer reads the constants that nothing refers to.
      reader.accept(new CheckClassAdapter(new ClassWriter(reader, 0), false), 0);
      return true;
    } catch (RuntimeException e) { // its way of saying no, by many types
      return false;
    }
  }

  /** The same for one method, for example that nothing jumps into the middle of an instruction. */
  public static boolean isWellFormed(MethodNode method) {
    try {
      method.accept(new CheckMethodAdapter(new MethodNode()));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** The whole class, its stack maps expanded. */
  public static ClassNode read(ClassReader reader) throws MalformedClassException {
    ClassNode node = new ClassNode();
    try {
      reader.accept(node, ClassReader.EXPAND_FRAMES);
    } catch (RuntimeException e) {
      throw new MalformedClassException("it is broken or truncated behind its constant pool");
    }
    return node;
  }
}
