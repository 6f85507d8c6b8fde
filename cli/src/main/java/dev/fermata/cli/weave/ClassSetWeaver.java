package dev.fermata.cli.weave;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilationResult.Kind;
import java.util.SortedMap;
import java.util.TreeMap;

/** Weaves the classes of one input, in memory; what is wrong with them goes to the findings. */
final class ClassSetWeaver {
  private final ClassWeaver weaver;
  private final Findings findings;
  private final SortedMap<String, byte[]> replaced = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, byte[]>> added = new TreeMap<>();
  private int classes;

  ClassSetWeaver(ClassWeaver weaver, Findings findings) {
    this.weaver = weaver;
    this.findings = findings;
  }

  WovenSet weave(WeaveInput input) {
    input.forEachClass(findings, (name, bytes) -> weave(input, name, bytes));
    SortedMap<String, WovenSet> nested = new TreeMap<>();
    input
        .nested()
        .forEach((name, jar) -> nested.put(name, new ClassSetWeaver(weaver, findings).weave(jar)));
    return new WovenSet(classes, replaced, added, nested);
  }

  private void weave(WeaveInput input, String name, byte[] bytes) {
    classes++;
    String defect = ClassFileStructure.defect(bytes);
    if (defect != null) {
      findings.problem(input.describe(name) + ": " + defect);
      return;
    }
    CompilationResult result;
    try {
      result = weaver.weave(input.describe(name), bytes, findings);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      findings.problem(
          input.describe(name)
              + ": can't be woven, and the mistake is Fermata's own: "
              + oneLine(e));
      return;
    }
    if (result.kind() == Kind.WOVEN) {
      replaced.put(name, result.bytes());
      added.put(name, beside(name, result.generated()));
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
