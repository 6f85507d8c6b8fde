package dev.fermata.cli.weave;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilationResult.Kind;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes of one input, in memory, several at once; what is wrong with them goes to the
 * findings, in the order of the classes.
 */
final class ClassSetWeaver {
  /**
   * What became of one class.
   *
   * @param read whether it could be read at all
   * @param result null unless it was woven: the bytes of all others are let go
   */
  private record Woven(
      String name, Findings findings, boolean read, @Nullable CompilationResult result) {}

  private final ClassWeaver weaver;
  private final OrderedWorkers workers;
  private final Findings findings;
  private final SortedMap<String, byte[]> replaced = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, byte[]>> added = new TreeMap<>();
  private int classes;

  ClassSetWeaver(ClassWeaver weaver, OrderedWorkers workers, Findings findings) {
    this.weaver = weaver;
    this.workers = workers;
    this.findings = findings;
  }

  WovenSet weave(WeaveInput input) {
    workers.forEach(input.classNames(), name -> weave(input, name), this::take);
    SortedMap<String, WovenSet> nested = new TreeMap<>();
    input
        .nested()
        .forEach(
            (name, jar) ->
                nested.put(name, new ClassSetWeaver(weaver, workers, findings).weave(jar)));
    return new WovenSet(classes, replaced, added, nested);
  }

  private void take(Woven woven) {
    classes += woven.read() ? 1 : 0;
    findings.addAll(woven.findings());
    if (woven.result() != null) {
      replaced.put(woven.name(), woven.result().bytes());
      added.put(woven.name(), beside(woven.name(), woven.result().generated()));
    }
  }

  private Woven weave(WeaveInput input, String name) {
    Findings found = new Findings();
    byte[] bytes;
    try {
      bytes = input.read(name);
    } catch (IOException e) {
      found.problem(String.valueOf(e.getMessage()));
      return new Woven(name, found, false, null);
    }
    CompilationResult result = weave(input.describe(name), bytes, found);
    boolean changed = result != null && result.kind() == Kind.WOVEN;
    return new Woven(name, found, true, changed ? result : null);
  }

  private @Nullable CompilationResult weave(String file, byte[] bytes, Findings found) {
    String defect = ClassFileStructure.defect(bytes);
    if (defect != null) {
      found.problem(file + ": " + defect);
      return null;
    }
    try {
      return weaver.weave(file, bytes, found);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      found.problem(file + ": can't be woven, and the mistake is Fermata's own: " + oneLine(e));
      return null;
    }
  }

  private static String oneLine(Throwable e) {
    return e.toString().replaceAll("\\R", " ");
  }

  /**
   * A generated class belongs to the package of its owner, so its file stands in the owner's
   * folder, whatever stands before the package's name: {@code META-INF/versions/17/}, {@code
   * BOOT-INF/classes/}.
   */
  private static SortedMap<String, byte[]> beside(
      String owner, SortedMap<String, byte[]> generated) {
    String folder = owner.substring(0, owner.lastIndexOf('/') + 1);
    SortedMap<String, byte[]> files = new TreeMap<>();
    generated.forEach(
        (internalName, bytes) ->
            files.put(
                folder + internalName.substring(internalName.lastIndexOf('/') + 1) + ".class",
                bytes));
    return files;
  }
}
