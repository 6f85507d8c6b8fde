package dev.fermata.tests.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue of cases, as {@code docs/cases.md} tells it. */
final class CaseCatalogue {
  /** How many cases there are; they are numbered from 1. */
  static final int SIZE = 153;

  /** A test in a row: a class and a method, or a source and {@code java}. */
  static final Pattern NAME = Pattern.compile("`([A-Za-z0-9]+)\\.([A-Za-z0-9_]+)`");

  private static final Path PAGE = Path.of("..", "docs", "cases.md");
  private static final Pattern ROW = Pattern.compile("\\| ([0-9]+) \\| .* \\| (.*) \\|");

  private CaseCatalogue() {}

  /**
   * The last cell of each case's row, which names its tests.
   *
   * @throws IllegalStateException if a case has two rows
   */
  static Map<Integer, String> tests() {
    Map<Integer, String> tests = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(PAGE)) {
        Matcher row = ROW.matcher(line);
        if (row.matches() && tests.put(Integer.valueOf(row.group(1)), row.group(2)) != null) {
          throw new IllegalStateException("case " + row.group(1) + " has two rows");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tests;
  }
}
