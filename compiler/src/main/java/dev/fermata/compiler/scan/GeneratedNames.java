package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Names what is generated for a method. A direct entry is called {@code lambda$METHOD$fermata},
 * since tools leave synthetic methods alone and count those of lambdas; overloads are numbered in
 * the order of the class.
 */
final class GeneratedNames {
  private static final String LAMBDA = "lambda$";
  private static final String ENTRY_SUFFIX = "$fermata";

  private final ClassNode owner;
  private final Set<String> used = new HashSet<>();

  GeneratedNames(ClassNode owner) {
    this.owner = owner;
  }

  /** The name of the direct entry of the first method with its name and parameters. */
  static String entryName(MethodNode method) {
    return entryName(method, "");
  }

  /**
   * The name of the direct entry of the next method. Methods whose entries differ in parameters
   * share it. One whose entry would be another one's gets a number: methods that differ in the
   * return type only, as no Java compiler makes them but other tools do, or {@code m()} of C beside
   * a static {@code m(C)}.
   */
  String nextEntryName(MethodNode method) {
    String descriptor = AsyncMethod.entryDescriptor(owner.name, method);
    int number = 1;
    String name = entryName(method);
    while (!used.add(name + descriptor)) {
      name = entryName(method, "$" + ++number);
    }
    return name;
  }

  /** Whether a method has the name and the parameters of a direct entry. */
  static boolean isDirectEntry(MethodNode method) {
    return method.name.startsWith(LAMBDA)
        && method.name.endsWith(ENTRY_SUFFIX)
        && method.desc.endsWith(RuntimeContract.ENTRY_TAIL + ")Ljava/lang/Object;");
  }

  private static String entryName(MethodNode method, String number) {
    return (method.name.startsWith(LAMBDA) ? "" : LAMBDA) + method.name + number + ENTRY_SUFFIX;
  }

  /** The start of the names of the classes for the next method; different at each call. */
  String classPrefix(MethodNode method) {
    int number = 1;
    String prefix = owner.name + "$" + method.name + "$";
    while (!used.add(prefix)) {
      prefix = owner.name + "$" + method.name + "$" + ++number + "$";
    }
    return prefix;
  }
}
