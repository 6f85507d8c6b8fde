package dev.fermata.compiler;

import dev.fermata.compiler.classfile.ClassFileReader;
import dev.fermata.compiler.classfile.CodeSizes;
import dev.fermata.compiler.classfile.MalformedClassException;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.diagnostic.Severity;
import dev.fermata.compiler.emit.EmitStub;
import dev.fermata.compiler.emit.KeepSerialVersion;
import dev.fermata.compiler.emit.MethodObserver;
import dev.fermata.compiler.emit.RetargetLambdas;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import dev.fermata.compiler.scan.AsyncMethods;
import dev.fermata.compiler.scan.ClassFacts;
import dev.fermata.compiler.scan.FindAsyncMethods;
import dev.fermata.compiler.scan.FindDroppedCoroutines;
import dev.fermata.compiler.scan.FindLocksAcrossAwaits;
import dev.fermata.compiler.scan.FindReturnsInTry;
import dev.fermata.compiler.scan.FindSwallowedCancellations;
import dev.fermata.compiler.scan.Places;
import dev.fermata.compiler.suspension.CheckPinnedRegions;
import dev.fermata.compiler.verify.ClassHierarchy;
import dev.fermata.compiler.verify.ClassVerifier;
import dev.fermata.compiler.verify.ClassVerifier.Failure;
import dev.fermata.compiler.verify.MethodVerifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The weaving of one class. Methods of a class call each other's direct entries; so if one turns
 * out late to be unfit, the class is woven again without it, and no other method links to an entry
 * that is not there.
 */
final class ClassWeaving {
  private final CompilerOptions options;
  private final ClassHierarchy hierarchy;
  private final byte[] classFile;
  private final ClassReader reader;
  private final MethodObserver observer;
  private final Map<String, Diagnostic> failures = new LinkedHashMap<>();
  private @Nullable Economies economies;

  ClassWeaving(
      CompilerOptions options,
      ClassHierarchy hierarchy,
      byte[] classFile,
      ClassReader reader,
      MethodObserver observer) {
    this.options = options;
    this.hierarchy = hierarchy;
    this.classFile = classFile;
    this.reader = reader;
    this.observer = observer;
  }

  /** Weaves the class, and reports all there is to say. */
  CompilationResult run(DiagnosticSink sink) throws MalformedClassException {
    while (true) {
      List<Diagnostic> diagnostics = new ArrayList<>();
      try {
        CompilationResult result = new Attempt(diagnostics).run();
        if (result == null) {
          continue;
        }
        diagnostics.addAll(failures.values());
        Collections.sort(diagnostics);
        diagnostics.forEach(sink::report);
        return result;
      } catch (PassFailure failure) {
        if (failures.put(failure.method(), blame(failure)) != null) {
          throw new IllegalStateException("rejected twice: " + failure.method(), failure);
        }
      }
    }
  }

  /** What did not verify before it was touched is not the compiler's fault. */
  private Diagnostic blame(PassFailure failure) throws MalformedClassException {
    if (failure.diagnostic().code() == DiagnosticCode.INTERNAL_ERROR) {
      ClassNode original = ClassFileReader.read(reader);
      for (MethodNode method : original.methods) {
        if (failure.method().equals(method.name + method.desc)) {
          try {
            new MethodVerifier(hierarchy).verify(original.name, method);
            if (!ClassFileReader.isWellFormed(original, method)) {
              throw new TypeCheckException("its code is malformed");
            }
          } catch (TypeCheckException e) {
            return MethodPipeline.malformed(original, method, e);
          }
        }
      }
    }
    return failure.diagnostic();
  }

  private Economies economies() {
    if (economies == null) {
      economies = new Economies(options.codeLimit(), CodeSizes.of(reader));
    }
    return economies;
  }

  private final class Attempt {
    private final List<Diagnostic> diagnostics;
    private final ClassNode owner;
    private final SortedMap<String, byte[]> generated = new TreeMap<>();
    private final Map<MethodNode, String> entries = new LinkedHashMap<>();

    Attempt(List<Diagnostic> diagnostics) throws MalformedClassException {
      this.diagnostics = diagnostics;
      this.owner = ClassFileReader.read(reader);
    }

    /** Weaves it; null if methods are to be woven with other economies. */
    @Nullable CompilationResult run() throws PassFailure {
      AsyncMethods methods = FindAsyncMethods.run(owner, hierarchy, diagnostics::add);
      ClassFacts facts = new ClassFacts(owner);
      FindDroppedCoroutines.run(facts, diagnostics::add);
      FindReturnsInTry.run(facts, methods.woven(), diagnostics::add);
      FindSwallowedCancellations.run(facts, methods.woven(), diagnostics::add);
      FindLocksAcrossAwaits.run(facts, methods.woven(), diagnostics::add);
      if (methods.woven().isEmpty() && methods.rejected().isEmpty()) {
        return unwoven();
      }
      if (!methods.woven().isEmpty() && (owner.version & 0xFFFF) < Opcodes.V1_8) {
        diagnostics.add(outdated());
        return new CompilationResult(
            CompilationResult.Kind.REJECTED, classFile, Collections.emptySortedMap());
      }
      List<AsyncMethod> woven = withoutErrors(methods);
      weave(woven);
      for (MethodNode method : owner.methods) {
        if (methods.rejected().contains(method) && method.instructions.size() > 0) {
          EmitStub.throwDiagnostic(method, textFor(method));
        }
      }
      if (!entries.isEmpty()) {
        KeepSerialVersion.run(reader, owner, hierarchy);
      }
      byte[] bytes = write();
      if (bytes == null || !areSizesGood(bytes)) {
        return null;
      }
      if (options.verify()) {
        verify(bytes);
      }
      return new CompilationResult(kind(), bytes, generated);
    }

    private CompilationResult unwoven() {
      boolean rejected = hasErrors();
      return rejected
          ? new CompilationResult(
              CompilationResult.Kind.REJECTED, classFile, Collections.emptySortedMap())
          : CompilationResult.unchanged(classFile);
    }

    private boolean hasErrors() {
      return !failures.isEmpty()
          || diagnostics.stream().anyMatch(d -> d.code().severity() == Severity.ERROR);
    }

    private CompilationResult.Kind kind() {
      return hasErrors() ? CompilationResult.Kind.REJECTED : CompilationResult.Kind.WOVEN;
    }

    private List<AsyncMethod> withoutErrors(AsyncMethods methods) {
      for (MethodNode method : methods.rejected()) {
        if (method.instructions.size() > 0) {
          boolean release = FindAsyncMethods.releasesMonitors(method);
          CheckPinnedRegions.run(owner, method, release, diagnostics::add);
        }
      }
      List<AsyncMethod> woven = new ArrayList<>();
      for (AsyncMethod async : methods.woven()) {
        MethodNode method = async.method();
        boolean failed = failures.containsKey(method.name + method.desc);
        if (failed || !CheckPinnedRegions.run(owner, async, diagnostics::add)) {
          methods.rejected().add(method);
        } else {
          woven.add(async);
        }
      }
      return woven;
    }

    private void weave(List<AsyncMethod> woven) throws PassFailure {
      Map<String, AsyncMethod> targets = new HashMap<>();
      for (AsyncMethod async : woven) {
        if (async.style() != Style.LAMBDA && !async.isGenerator()) {
          targets.put(async.method().name + async.method().desc, async);
        }
      }
      MethodPipeline pipeline =
          new MethodPipeline(owner, options, hierarchy, targets, generated, observer, economies());
      for (AsyncMethod async : woven) {
        MethodNode entry = pipeline.weave(async);
        entries.put(entry, async.method().name + async.method().desc);
        owner.methods.add(entry);
        if (async.style() == Style.LAMBDA) {
          owner.methods.remove(async.method());
        }
      }
      RetargetLambdas.run(owner, woven);
    }

    private String textFor(MethodNode method) {
      Diagnostic failure = failures.get(method.name + method.desc);
      if (failure != null) {
        return failure.render();
      }
      String name = Places.sourceName(method.name);
      return diagnostics.stream()
          .filter(d -> d.code().severity() == Severity.ERROR && name.equals(d.location().method()))
          .findFirst()
          .map(Diagnostic::render)
          .orElse("the class could not be woven");
    }

    private Diagnostic outdated() {
      return Diagnostic.of(
          DiagnosticCode.OUTDATED_CLASS_VERSION,
          Places.of(owner),
          "a class file of version " + (owner.version & 0xFFFF) + " has @Async methods",
          "compile it for Java 8 (version 52) or newer");
    }

    // Sizes

    /** Warns of methods that stay too large; false if one is to be woven in another way first. */
    private boolean areSizesGood(byte[] bytes) {
      Map<String, Integer> sizes = CodeSizes.of(new ClassReader(bytes));
      boolean good = true;
      for (Map.Entry<MethodNode, String> entry : entries.entrySet()) {
        MethodNode method = entry.getKey();
        int size = sizes.getOrDefault(method.name + method.desc, 0);
        good &= !economies().change(entry.getValue(), size);
        if (size > options.codeLimit() && !economies().wasTooLarge(entry.getValue())) {
          diagnostics.add(tooLargeToCompile(method, size));
        }
      }
      return good;
    }

    private Diagnostic tooLargeToCompile(MethodNode entry, int size) {
      return Diagnostic.of(
          DiagnosticCode.METHOD_NEVER_COMPILED,
          Places.of(owner, entry),
          "the woven method has "
              + size
              + " bytes of code; HotSpot compiles none above "
              + options.codeLimit(),
          "split the method");
    }

    // Output

    /** The woven class; null if a method is to be made smaller first. */
    private byte @Nullable [] write() throws PassFailure {
      // The reader's constant pool is kept, so that attributes that ASM does not know stay valid.
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      try {
        owner.accept(writer);
        return writer.toByteArray();
      } catch (MethodTooLargeException e) {
        refuse(e);
        return null;
      }
    }

    /** Returns if the method is to be woven with another economy. */
    private void refuse(MethodTooLargeException e) throws PassFailure {
      for (Map.Entry<MethodNode, String> entry : entries.entrySet()) {
        MethodNode method = entry.getKey();
        if (method.name.equals(e.getMethodName()) && method.desc.equals(e.getDescriptor())) {
          if (economies().chooseLast(entry.getValue())) {
            return;
          }
          throw new PassFailure(
              entry.getValue(),
              Diagnostic.of(
                  DiagnosticCode.METHOD_TOO_LARGE,
                  Places.of(owner, method),
                  "the woven method has "
                      + e.getCodeSize()
                      + " bytes of code; the JVM allows 65535",
                  "split the method"));
        }
      }
      throw e;
    }

    private void verify(byte[] bytes) throws PassFailure {
      Map<String, String> originals = new HashMap<>();
      entries.forEach((entry, original) -> originals.put(entry.name + entry.desc, original));
      ClassVerifier verifier = new ClassVerifier(hierarchy);
      Optional<Failure> failure =
          verifier.findFailure(bytes, method -> originals.containsKey(method.name + method.desc));
      if (failure.isPresent()) {
        MethodNode method = failure.get().method();
        String original = Objects.requireNonNull(originals.get(method.name + method.desc));
        throw new PassFailure(original, fault(method, failure.get().cause()));
      }
      generated.forEach(
          (name, classFile) ->
              verifier
                  .findFailure(classFile, method -> true)
                  .ifPresent(
                      fault -> {
                        throw new IllegalStateException(
                            name + "." + fault.method().name + " does not verify", fault.cause());
                      }));
    }

    private Diagnostic fault(MethodNode method, TypeCheckException e) {
      return Diagnostic.of(
          DiagnosticCode.INTERNAL_ERROR,
          Places.of(owner, method),
          "the woven method does not verify: " + e.getMessage(),
          "please report this with the class file; exclude the class meanwhile");
    }
  }
}
