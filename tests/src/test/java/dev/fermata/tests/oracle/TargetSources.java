package dev.fermata.tests.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the source files of a folder of targets, and writes them as a build wants them. A source
 * that carries {@code // cold only}, {@code // hot only}, {@code // javac only} or {@code // ecj
 * only} is left out of the other builds.
 */
final class TargetSources {
  private TargetSources() {}

  /** The sources of a folder by file name, sorted. */
  static Map<String, String> read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> sources = new LinkedHashMap<>();
      List<Path> sorted =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .sorted(Comparator.comparing(Path::toString))
              .toList();
      for (Path file : sorted) {
        sources.put(file.getFileName().toString(), Files.readString(file));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes those sources that belong to the build. */
  static List<Path> write(Map<String, String> sources, Build build, Path folder) {
    String otherStyle = build.style() == Build.Style.HOT ? "// cold only" : "// hot only";
    String otherCompiler =
        build.compiler() == Build.Compiler.JAVAC ? "// ecj only" : "// javac only";
    try {
      Files.createDirectories(folder);
      List<Path> written = new ArrayList<>();
      for (Map.Entry<String, String> source : sources.entrySet()) {
        String text = source.getValue();
        if (!text.contains(otherStyle) && !text.contains(otherCompiler)) {
          Path file = folder.resolve(source.getKey());
          Files.writeString(file, build.style().translate(text));
          written.add(file);
        }
      }
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
