package dev.fermata.compiler.verify;

import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.classfile.ClassFileReader;
import dev.fermata.compiler.classfile.MalformedClassException;
import dev.fermata.compiler.flow.Assignability;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The class hierarchy as class files tell it. A class that can't be found is taken to fit
 * everywhere: the JVM will verify it where it is known. May be used by many threads.
 */
public final class ClassHierarchy implements Assignability {
  /**
   * What the head of a class file says.
   *
   * @param name the internal name
   * @param superName null for {@code java/lang/Object}
   * @param interfaces the internal names of the direct superinterfaces
   * @param access the access flags
   */
  public record ClassHead(
      String name, @Nullable String superName, List<String> interfaces, int access) {
    boolean isInterface() {
      return (access & Opcodes.ACC_INTERFACE) != 0;
    }
  }

  private final ClassBytes classPath;
  private final Map<String, ClassHead> heads = new ConcurrentHashMap<>();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  /** Makes a hierarchy that reads from a class path, each class once. */
  public ClassHierarchy(ClassBytes classPath) {
    this.classPath = classPath;
  }

  /**
   * Looks for missing classes again from here on: where classes are woven as they are loaded, more
   * may have come.
   */
  public void forgetMissing() {
    missing.clear();
  }

  /** The head of a class, or empty if it can't be found. */
  public Optional<ClassHead> find(String internalName) {
    ClassHead known = heads.get(internalName);
    if (known != null || missing.contains(internalName)) {
      return Optional.ofNullable(known);
    }
    Optional<ClassHead> found = read(internalName);
    found.ifPresentOrElse(head -> heads.put(internalName, head), () -> missing.add(internalName));
    return found;
  }

  private Optional<ClassHead> read(String internalName) {
    byte[] bytes = classPath.find(internalName);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      ClassReader reader = ClassFileReader.openHead(bytes);
      return Optional.of(
          new ClassHead(
              reader.getClassName(),
              reader.getSuperName(),
              List.of(reader.getInterfaces()),
              reader.getAccess()));
    } catch (MalformedClassException | RuntimeException e) {
      return Optional.empty(); // broken, or of a format that is not known: the JVM will judge it
    }
  }

  /** Whether a class is certainly a subclass of another one, or that class itself. */
  public boolean isCertainlySubclass(String name, String superclass) {
    String at = name;
    for (int depth = 0; depth < 1000 && at != null; depth++) {
      if (at.equals(superclass)) {
        return true;
      }
      at = find(at).map(ClassHead::superName).orElse(null);
    }
    return false;
  }

  /** Whether a class with these direct supertypes is certainly {@code java.io.Serializable}. */
  public boolean isCertainlySerializable(@Nullable String superName, List<String> interfaces) {
    Deque<String> supertypes = new ArrayDeque<>(interfaces);
    if (superName != null) {
      supertypes.add(superName);
    }
    return reaches(supertypes, "java/io/Serializable");
  }

  /** Whether a class or interface is certainly a subtype of another one, or that one itself. */
  public boolean isCertainlySubtype(String name, String supertype) {
    return reaches(new ArrayDeque<>(List.of(name)), supertype);
  }

  /** Whether a type is among some others or certainly above one of them. */
  private boolean reaches(Deque<String> work, String supertype) {
    Set<String> seen = new HashSet<>();
    while (!work.isEmpty()) {
      String name = work.remove();
      if (name.equals(supertype)) {
        return true;
      }
      if (seen.add(name)) {
        find(name)
            .ifPresent(
                head -> {
                  work.addAll(head.interfaces());
                  if (head.superName() != null) {
                    work.add(head.superName());
                  }
                });
      }
    }
    return false;
  }

  /**
   * Whether a class can be instantiated with {@code new C()} from another one: it is not abstract,
   * and its constructor without parameters is public, or both are in one package and it is not
   * private, or both are in one nest (a class and those that are nested in it).
   */
  public boolean hasAccessibleDefaultConstructor(String name, String from) {
    ClassNode node = members(name);
    if (node == null) {
      return false;
    }
    boolean samePackage = packageOf(name).equals(packageOf(from));
    return (node.access & Opcodes.ACC_ABSTRACT) == 0
        && (samePackage || (node.access & Opcodes.ACC_PUBLIC) != 0)
        && node.methods.stream()
            .filter(method -> method.name.equals("<init>") && method.desc.equals("()V"))
            .anyMatch(
                method ->
                    (method.access & Opcodes.ACC_PUBLIC) != 0
                        || (samePackage && (method.access & Opcodes.ACC_PRIVATE) == 0)
                        || isNestmate(node, from));
  }

  /** Whether private members of a class are accessible from another one (JVMS 5.4.4). */
  private boolean isNestmate(ClassNode node, String from) {
    if (node.name.equals(from)) {
      return true;
    }
    ClassNode other = members(from);
    return other != null && nestHost(node).equals(nestHost(other));
  }

  private static String nestHost(ClassNode node) {
    return node.nestHostClass == null ? node.name : node.nestHostClass;
  }

  /** A class without its code, or null if it can't be found. */
  private @Nullable ClassNode members(String name) {
    byte[] bytes = classPath.find(name);
    if (bytes == null) {
      return null;
    }
    ClassNode node = new ClassNode();
    try {
      ClassFileReader.openHead(bytes)
          .accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (MalformedClassException | RuntimeException e) {
      return null; // the JVM will judge it
    }
    return node;
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/') + 1);
  }

  @Override
  public boolean isAssignable(String from, String to) {
    if (from.equals(to) || to.equals("java/lang/Object")) {
      return true;
    }
    if (to.startsWith("[")) {
      return from.startsWith("[") && componentsFit(from.substring(1), to.substring(1));
    }
    if (from.startsWith("[")) {
      return to.equals("java/lang/Cloneable") || to.equals("java/io/Serializable");
    }
    Optional<ClassHead> target = find(to);
    if (target.isEmpty() || target.get().isInterface()) {
      return true;
    }
    String at = from;
    for (int depth = 0; depth < 1000; depth++) {
      Optional<ClassHead> head = find(at);
      if (head.isEmpty()) {
        return true;
      }
      at = head.get().superName();
      if (at == null) {
        return false;
      }
      if (at.equals(to)) {
        return true;
      }
    }
    return false; // a cycle
  }

  private boolean componentsFit(String from, String to) {
    boolean references = isReference(from) && isReference(to);
    return from.equals(to) || (references && isAssignable(nameOf(from), nameOf(to)));
  }

  private static boolean isReference(String descriptor) {
    return descriptor.startsWith("L") || descriptor.startsWith("[");
  }

  private static String nameOf(String descriptor) {
    return descriptor.startsWith("L")
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }
}
