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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the source files of a folder of targets, and writes them as a build wants them. A source
 * that carries {@code // cold only}, {@code // hot only}, {@code // javac only} or {@code // ecj
 * only} is left out of the other builds.
 */
final class TargetSources {
  private static final Pattern WARNING = Pattern.compile("// WARNING: (FER-[0-9]+)");

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

  /** The warnings that comments of a build's sources announce: code, class and line. */
  static List<String> warnings(Build build, Path folder) {
    List<String> warnings = new ArrayList<>();
    read(folder)
        .forEach(
            (file, text) -> {
              List<String> lines = text.lines().toList();
              for (int i = 0; i < lines.size() && belongsTo(text, build); i++) {
                Matcher comment = WARNING.matcher(lines.get(i));
                if (comment.find()) {
                  String place = comment.group(1) + " " + file.replace(".java", "");
                  warnings.add(build.debug() ? place + ":" + (i + 1) : place);
                }
              }
            });
    return warnings;
  }

  private static boolean belongsTo(String text, Build build) {
    String otherStyle = build.style() == Build.Style.HOT ? "// cold only" : "// hot only";
    String otherCompiler =
        build.compiler() == Build.Compiler.JAVAC ? "// ecj only" : "// javac only";
    return !text.contains(otherStyle) && !text.contains(otherCompiler);
  }

  /** Writes those sources that belong to the build. */
  static List<Path> write(Map<String, String> sources, Build build, Path folder) {
    try {
      Files.createDirectories(folder);
      List<Path> written = new ArrayList<>();
      for (Map.Entry<String, String> source : sources.entrySet()) {
        String text = source.getValue();
        if (belongsTo(text, build)) {
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
