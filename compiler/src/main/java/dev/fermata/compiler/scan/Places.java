package dev.fermata.compiler.scan;

import dev.fermata.compiler.diagnostic.Location;
import dev.fermata.compiler.flow.Instructions;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Where things of a class are, for diagnostics. */
public final class Places {
  private Places() {}

  /** The place of an instruction. */
  public static Location of(ClassNode owner, MethodNode method, AbstractInsnNode instruction) {
    return at(owner, method, Instructions.line(instruction));
  }

  /** The first line of a method that has code. */
  public static Location of(ClassNode owner, MethodNode method) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof LineNumberNode line) {
        return at(owner, method, line.line);
      }
    }
    return at(owner, method, 0);
  }

  /** The class itself. */
  public static Location of(ClassNode owner) {
    return new Location(owner.name.replace('/', '.'), null, owner.sourceFile, 0);
  }

  private static Location at(ClassNode owner, MethodNode method, int line) {
    return new Location(
        owner.name.replace('/', '.'), sourceName(method.name), owner.sourceFile, line);
  }

  /**
   * The name that the author knows: the method around a lambda instead of {@code lambda$method$0},
   * which javac makes, or {@code lambda$lambda$method$0$1} of a nested one. ecj's {@code lambda$0}
   * tells no method and stays.
   */
  public static String sourceName(String method) {
    int start = 0;
    while (method.startsWith("lambda$", start)) {
      start += "lambda$".length();
    }
    int end = method.indexOf('$', start);
    return start == 0 || end < 0 ? method : method.substring(start, end);
  }
}
