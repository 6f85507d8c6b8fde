package dev.fermata.tests.oracle;

import dev.fermata.tests.oracle.RunCounts.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * The runs of one case: those of the targets that its row names, and those of the tests of the
 * oracle that it names.
 *
 * @param number the case
 * @param runs the runs
 * @param otherTests how many tests its row names that compare nothing with the oracle
 */
record CaseRuns(int number, List<Runs> runs, long otherTests) {
  private static final Map<String, Predicate<Runs>> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("runs", run -> true);
    for (Way way : Way.values()) {
      COLUMNS.put(way.name().toLowerCase(Locale.ROOT), run -> run.way() == way);
    }
    COLUMNS.put("javac", run -> run.build().startsWith("javac"));
    COLUMNS.put("ecj", run -> run.build().startsWith("ecj"));
    COLUMNS.put("-g", run -> run.build().contains("-g,"));
    COLUMNS.put("-g:none", run -> run.build().contains("-g:none,"));
    COLUMNS.put("cold", run -> run.build().endsWith("cold"));
    COLUMNS.put("hot", run -> run.build().endsWith("hot"));
    COLUMNS.put("offline", run -> !run.place().equals("agent"));
    COLUMNS.put("off the loop", run -> run.place().equals("off the loop"));
    COLUMNS.put("raced", run -> run.place().equals("raced"));
    COLUMNS.put("agent", run -> run.place().equals("agent"));
  }

  /** Those of every case of the catalogue. */
  static List<CaseRuns> of(Map<Integer, String> catalogue, List<Runs> all) {
    List<CaseRuns> cases = new ArrayList<>();
    catalogue.forEach((number, tests) -> cases.add(of(number, tests, all)));
    return cases;
  }

  private static CaseRuns of(int number, String tests, List<Runs> all) {
    List<String> names = new ArrayList<>();
    Matcher name = CaseCatalogue.NAME.matcher(tests);
    while (name.find()) {
      names.add(name.group(1) + "." + name.group(2));
    }
    List<Runs> runs =
        all.stream()
            .filter(run -> names.contains(run.target()) || names.contains(run.test()))
            .toList();
    long others =
        names.stream()
            .filter(one -> !one.contains("Target."))
            .filter(one -> runs.stream().noneMatch(run -> run.test().equals(one)))
            .count();
    return new CaseRuns(number, runs, others);
  }

  /** The ways to build and to run in which the case was never run. */
  List<String> missing() {
    return COLUMNS.keySet().stream().filter(column -> count(column) == 0).toList();
  }

  private int count(String column) {
    return runs.stream().filter(COLUMNS.get(column)).mapToInt(Runs::count).sum();
  }

  /** The head of a table in Markdown, without a newline at its end. */
  static String header() {
    String cells = "| case | " + String.join(" | ", COLUMNS.keySet()) + " | other tests |";
    return cells + "\n|" + " ---: |".repeat(COLUMNS.size() + 2);
  }

  /** A row of the same table. */
  String row() {
    StringBuilder row = new StringBuilder("| " + number);
    COLUMNS.keySet().forEach(column -> row.append(" | ").append(count(column)));
    return row + " | " + otherTests + " |";
  }
}
