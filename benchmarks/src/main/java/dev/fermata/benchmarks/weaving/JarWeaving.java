package dev.fermata.benchmarks.weaving;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.classfile.ClassBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Weaves the classes of a {@link SampleJar} with the compiler itself, in one thread. */
public final class JarWeaving {
  private final SampleJar sample;
  private final Path jar;
  private final ContinuationCompiler compiler;

  /** Makes the classes and the JAR, of so many kilobytes. */
  public JarWeaving(int kilobytes) {
    try {
      Scratch scratch = new Scratch();
      sample = SampleJar.of(kilobytes);
      jar = scratch.folder().resolve("sample.jar");
      sample.writeTo(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ClassBytes rest = ClassBytes.of(JarWeaving.class.getClassLoader());
    compiler =
        new ContinuationCompiler(
            CompilerOptions.DEFAULT,
            name -> {
              byte[] own = sample.async().get(name + ".class");
              return own != null ? own : rest.find(name);
            });
  }

  /** Weaves the classes that are not async; returns how many there are. */
  public int weavePlain() {
    int count = 0;
    for (byte[] classFile : sample.plain().values()) {
      count += weave(classFile).kind() == CompilationResult.Kind.UNCHANGED ? 1 : 0;
    }
    return count;
  }

  /** Reads the same classes once. */
  public int readPlain() {
    CRC32 sum = new CRC32();
    for (byte[] classFile : sample.plain().values()) {
      sum.update(classFile);
    }
    return sum.getValue() == 0 ? -1 : sample.plain().size();
  }

  /** Reads the JAR, weaves it, and writes it to memory; returns how many classes were read. */
  public int weaveJar() {
    return rewrite(
        (name, classFile) -> {
          CompilationResult result = weave(classFile);
          SortedMap<String, byte[]> all = new TreeMap<>();
          all.put(name, result.bytes());
          result.generated().forEach((made, bytes) -> all.put(made + ".class", bytes));
          return all;
        });
  }

  /** Reads the JAR, and writes it to memory. */
  public int copyJar() {
    return rewrite((name, classFile) -> new TreeMap<>(java.util.Map.of(name, classFile)));
  }

  private CompilationResult weave(byte[] classFile) {
    return compiler.compile(
        classFile,
        diagnostic -> {
          throw new IllegalStateException(diagnostic.render());
        });
  }

  private int rewrite(SampleJar.Change change) {
    try {
      return SampleJar.rewrite(jar, OutputStream.nullOutputStream(), change);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
