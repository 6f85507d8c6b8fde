package dev.fermata.compiler.classfile;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.CheckClassAdapter;
import org.objectweb.asm.util.CheckMethodAdapter;

/**
 * Reads class files that may be broken: whatever is wrong with one ends in one exception of ours.
 */
public final class ClassFileReader {
  private ClassFileReader() {}

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
  public static boolean isWellFormed(ClassNode owner, MethodNode method) {
    try {
      CheckMethodAdapter check = new CheckMethodAdapter(new MethodNode());
      check.version = owner.version; // else it knows no static methods of interfaces
      method.accept(check);
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

  /**
   * The reader of a class file of any version, for what stands at its head: names, access flags,
   * supertypes.
   */
  public static ClassReader openHead(byte[] classFile) throws MalformedClassException {
    return open(
        ClassFileVersion.isKnown(ClassFileVersion.major(classFile))
            ? classFile
            : ClassFileVersion.clamp(classFile));
  }

  /**
   * The name that a class file says it has, as Java names it; null where that can't be told. The
   * rest of the file may be broken.
   */
  public static @Nullable String findName(byte[] classFile) {
    try {
      String name = openHead(classFile).getClassName();
      return name.isEmpty() || name.chars().anyMatch(Character::isISOControl)
          ? null
          : name.replace('/', '.');
    } catch (MalformedClassException | RuntimeException e) {
      return null;
    }
  }
}
