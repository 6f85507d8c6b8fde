package dev.fermata.tests.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How often each target was run and compared, by build, place and way. A test keeps its own in a
 * file, since tests run in several JVMs. May be used by many threads.
 */
final class RunCounts {
  private static final Path FOLDER = Path.of("target", "case-runs");

  /**
   * Runs that were counted together.
   *
   * @param test the test that made them, for example {@code ReleasesTest.targets_behave}
   * @param target as it stands in the table of cases, for example {@code LoopsTarget.do_while}
   * @param build how the target was built, for example {@code javac -g, hot}
   * @param place where it ran, for example {@code off the loop}; empty for on a loop
   * @param way what happened to it
   * @param count how many
   */
  record Runs(String test, String target, String build, String place, Way way, int count) {
    private Runs times(int times) {
      return new Runs(test, target, build, place, way, times * count);
    }

    private String toLine() {
      return String.join("\t", test, target, build, place, way.name(), Integer.toString(count));
    }

    private static Runs fromLine(String line) {
      String[] cells = line.split("\t");
      Way way = Way.valueOf(cells[4]);
      return new Runs(cells[0], cells[1], cells[2], cells[3], way, Integer.parseInt(cells[5]));
    }
  }

  private final Map<Runs, Integer> counts = new ConcurrentHashMap<>();

  /** Counts one run of a test. */
  void add(String test, Method target, Build build, String place, Way way) {
    String name = target.getDeclaringClass().getSimpleName() + "." + target.getName();
    counts.merge(new Runs(test, name, build.toString(), place, way, 1), 1, Integer::sum);
  }

  /** Keeps the counts of a test class in place of those that it kept before. */
  void write(Class<?> testClass) {
    List<String> lines =
        counts.entrySet().stream()
            .map(entry -> entry.getKey().times(entry.getValue()).toLine())
            .sorted()
            .toList();
    try {
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(testClass.getSimpleName() + ".tsv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that all test classes have kept; none if no test has run yet. */
  static List<Runs> readAll() throws IOException {
    List<Runs> all = new ArrayList<>();
    if (Files.exists(FOLDER)) {
      try (Stream<Path> files = Files.list(FOLDER)) {
        for (Path file : files.sorted().toList()) {
          Files.readAllLines(file).stream().map(Runs::fromLine).forEach(all::add);
        }
      }
    }
    return all;
  }
}
