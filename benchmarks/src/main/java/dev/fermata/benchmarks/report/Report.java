package dev.fermata.benchmarks.report;

import dev.fermata.benchmarks.run.EchoLoad;
import dev.fermata.benchmarks.run.Environment;
import dev.fermata.benchmarks.run.HttpLoad;
import dev.fermata.benchmarks.run.ResultFiles;
import dev.fermata.benchmarks.run.Results;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Tables and charts of what was measured, beside the results and in the documentation. */
public final class Report {
  private static final Set<String> SUMMARY =
      Set.of("Fib", "Chain", "Yield", "RoundRobin", "PingPong", "Skynet");

  private Report() {}

  /** Draws the results of every JDK, and puts the tables into {@code docs/performance.md}. */
  public static void drawAll(Path root) throws IOException {
    Path page = root.resolve("docs/performance.md");
    Path results = Files.createDirectories(root.resolve("benchmarks/results"));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(results, Files::isDirectory)) {
      for (Path folder : new TreeSet<>(toList(folders))) {
        ResultFiles files = new ResultFiles(folder);
        String table = draw(files);
        String echo = drawEcho(files);
        String http = drawHttp(files);
        if (Files.exists(page)) {
          String name = "" + folder.getFileName();
          String text = insert(Files.readString(page), name, table);
          text = insert(text, "echo on " + name, echo);
          Files.writeString(page, insert(text, "http on " + name, http));
        }
      }
    }
    String sizes = JarSizes.table(root);
    if (Files.exists(page) && !sizes.isEmpty()) {
      Files.writeString(page, insert(Files.readString(page), "jars", sizes));
    }
  }

  private static List<Path> toList(Iterable<Path> paths) {
    List<Path> list = new ArrayList<>();
    paths.forEach(list::add);
    return list;
  }

  /**
   * Draws one JDK's results: {@code table.md}, {@code chart.svg} and {@code summary.svg} beside
   * them.
   *
   * @return the table
   */
  public static String draw(ResultFiles files) throws IOException {
    List<Results> results = files.read();
    if (results.isEmpty()) {
      return "";
    }
    List<Row> rows = Row.of(results);
    String table = table(results);
    String title =
        "processor time in proportion to a hand-written state machine, JDK "
            + jdk(results.get(0))
            + " (log scale; less is better)";
    List<Row> summary = rows.stream().filter(row -> SUMMARY.contains(row.workload())).toList();
    Files.writeString(files.folder().resolve("table.md"), table);
    Files.writeString(files.folder().resolve("chart.svg"), new BarChart(title, rows).svg());
    Files.writeString(files.folder().resolve("summary.svg"), new BarChart(title, summary).svg());
    return table;
  }

  /**
   * Draws one JDK's results of the echo servers: {@code echo.md} and {@code echo.svg} beside them.
   *
   * @return the tables; empty if there are none
   */
  public static String drawEcho(ResultFiles files) throws IOException {
    Results results = files.read(EchoLoad.NAME);
    if (results == null) {
      return "";
    }
    String title =
        "time in proportion to an echo server written by hand, JDK "
            + jdk(results)
            + " (log scale; less is better)";
    String table = about(List.of(results)) + "\n" + ServerTable.ECHO.markdown(results);
    Files.writeString(files.folder().resolve("echo.md"), table);
    Files.writeString(
        files.folder().resolve("echo.svg"),
        new BarChart(title, ServerTable.ECHO.rows(results)).svg());
    return table;
  }

  /**
   * Draws one JDK's results of the HTTP servers: {@code http.md} beside them.
   *
   * @return the tables; empty if there are none
   */
  public static String drawHttp(ResultFiles files) throws IOException {
    Results results = files.read(HttpLoad.NAME);
    if (results == null) {
      return "";
    }
    String table = about(List.of(results)) + "\n" + ServerTable.HTTP.markdown(results);
    Files.writeString(files.folder().resolve("http.md"), table);
    return table;
  }

  /** The tables of those results that are asked for. */
  public static String tables(ResultFiles files, Predicate<Results> wanted) throws IOException {
    List<Results> results = files.read().stream().filter(wanted).toList();
    Results echo = files.read(EchoLoad.NAME);
    Results http = files.read(HttpLoad.NAME);
    return (results.isEmpty() ? "" : table(results))
        + (echo != null && wanted.test(echo) ? ServerTable.ECHO.markdown(echo) : "")
        + (http != null && wanted.test(http) ? ServerTable.HTTP.markdown(http) : "");
  }

  /** The table of some results, with what they were measured on. */
  private static String table(List<Results> results) {
    return about(results) + "\n" + new Table(Row.of(results)).markdown();
  }

  private static String jdk(Results results) {
    return results.environment().jdk().replaceAll("[.+-].*", "");
  }

  /** Machine, versions and dates. */
  private static String about(List<Results> results) {
    Set<String> lines = new TreeSet<>();
    for (Results one : results) {
      Environment where = one.environment();
      lines.add(
          where.date()
              + ", JDK "
              + where.jdk()
              + ", "
              + where.machine()
              + "; "
              + where.versions().toString().replaceAll("[{}]", "").replace("=", " ")
              + "; "
              + one.rounds()
              + (one.rounds() == 1 ? " round." : " rounds."));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Replaces what stands between the two comments that name some results. */
  private static String insert(String page, String name, String table) {
    String begin = "<!-- results of " + name + " -->\n";
    String end = "<!-- end of " + name + " -->\n";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    return from < 0 || to < from || table.isEmpty()
        ? page
        : page.substring(0, from + begin.length()) + "\n" + table + "\n" + page.substring(to);
  }
}
