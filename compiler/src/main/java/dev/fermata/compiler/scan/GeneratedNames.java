package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import java.util.HashMap;
import java.util.Map;
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
  private final Map<String, Integer> used = new HashMap<>();
  private final Map<String, Integer> entries = new HashMap<>();

  GeneratedNames(ClassNode owner) {
    this.owner = owner;
  }

  /** The name of the direct entry of the first method with its name and parameters. */
  static String entryName(MethodNode method) {
    return entryName(method, "");
  }

  /**
   * The name of the direct entry of the next method. Methods that differ in parameters share it;
   * one that differs in the return type only, as no Java compiler makes it but other tools do, gets
   * a number.
   */
  String nextEntryName(MethodNode method) {
    String parameters = method.desc.substring(0, method.desc.indexOf(')'));
    int number = entries.merge(method.name + parameters, 1, Integer::sum);
    return entryName(method, number == 1 ? "" : "$" + number);
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
    int number = used.merge(method.name, 1, Integer::sum);
    return owner.name + "$" + method.name + "$" + (number == 1 ? "" : number + "$");
  }
}
