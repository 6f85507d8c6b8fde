package dev.fermata.tests.oracle;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A set of classes, woven: the results, the diagnostics, and a loader that has them all. */
public final class WovenTargets {
  private final Map<String, byte[]> original;
  private final ContinuationCompiler compiler;
  private final SortedMap<String, CompilationResult> results = new TreeMap<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final BytesLoader loader;

  private WovenTargets(CompilerOptions options, Map<String, byte[]> original) {
    this.original = original;
    ClassBytes rest = ClassBytes.of(WovenTargets.class.getClassLoader());
    compiler = new ContinuationCompiler(options, name -> find(original, rest, name));
    original.forEach((name, bytes) -> results.put(name, weave(bytes)));
    loader = new BytesLoader(all());
  }

  /** Weaves classes as one program, and verifies each after every pass. */
  public static WovenTargets of(Map<String, byte[]> classes) {
    return new WovenTargets(CompilerOptions.PARANOID, classes);
  }

  /** Weaves classes as one program in the quickest way. */
  static WovenTargets unverified(Map<String, byte[]> classes) {
    return new WovenTargets(new CompilerOptions(false, false), classes);
  }

  private static byte @Nullable [] find(
      Map<String, byte[]> original, ClassBytes rest, String internalName) {
    byte[] bytes = original.get(internalName);
    return bytes != null ? bytes : rest.find(internalName);
  }

  /** Weaves once more, one class; diagnostics are added to the others. */
  public CompilationResult weave(byte[] classFile) {
    return compiler.compile(classFile, diagnostics::add);
  }

  /** What became of each class, by internal name. */
  public SortedMap<String, CompilationResult> results() {
    return results;
  }

  /** The unwoven classes. */
  public Map<String, byte[]> original() {
    return original;
  }

  /** What the compiler said. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Has the woven and the generated classes. */
  public ClassLoader loader() {
    return loader;
  }

  /** The woven and the generated classes by internal name. */
  public SortedMap<String, byte[]> all() {
    SortedMap<String, byte[]> all = new TreeMap<>();
    results.forEach(
        (name, result) -> {
          all.put(name, result.bytes());
          all.putAll(result.generated());
        });
    return all;
  }
}
