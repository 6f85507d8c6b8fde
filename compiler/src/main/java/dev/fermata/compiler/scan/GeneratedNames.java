package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Names what is generated for a method. A direct entry is called {@code lambda$METHOD$fermata},
 * since tools leave synthetic methods alone and count those of lambdas. The classes of a method are
 * called {@code OWNER$METHOD$...}; those of overloads are numbered in the order of the class.
 */
final class GeneratedNames {
  private static final String LAMBDA = "lambda$";
  private static final String ENTRY_SUFFIX = "$fermata";

  private final ClassNode owner;
  private final Set<String> usedEntries = new HashSet<>();
  private final Set<String> usedClasses = new HashSet<>();

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
    while (!usedEntries.add(name + descriptor)) {
      name = entryName(method, "$" + ++number);
    }
    return name;
  }

  /** Whether a method has the name and the parameters of a direct entry. */
  static boolean isDirectEntry(MethodNode method) {
    return method.name.startsWith(LAMBDA)
        && method.name.endsWith(ENTRY_SUFFIX)
        && method.desc.contains(RuntimeContract.ENTRY_TAIL + ")");
  }

  private static String entryName(MethodNode method, String number) {
    return (method.name.startsWith(LAMBDA) ? "" : LAMBDA) + method.name + number + ENTRY_SUFFIX;
  }

  /**
   * The start of the names of the classes for the next method; different at each call, also on a
   * file system that ignores case. Between the owner's name and the last {@code $} it has no other,
   * so that no other class, as {@code C$a} with a method {@code b} beside C with a method {@code
   * a$b}, is given the same.
   */
  String classPrefix(MethodNode method) {
    String plain = method.name.replace('$', '_');
    int number = 1;
    String name = plain;
    while (!usedClasses.add(foldCase(name))) {
      name = plain + "_" + ++number;
    }
    return owner.name + "$" + name + "$";
  }

  private static String foldCase(String name) {
    // Some letters are equal in one of the cases only.
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
