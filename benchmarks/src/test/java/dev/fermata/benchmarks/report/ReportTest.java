package dev.fermata.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.benchmarks.run.Environment;
import dev.fermata.benchmarks.run.Results;
import dev.fermata.benchmarks.run.Results.Measured;
import dev.fermata.benchmarks.run.Results.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Environment HERE = new Environment("m", "25", "2026-01-01", Map.of());

  private static Measured measured(String peer, double... cpu) {
    List<Map<String, Double>> rounds =
        Arrays.stream(cpu).mapToObj(time -> Map.of("cpu", time, "bytes", 8.0)).toList();
    return new Measured(peer, rounds, null);
  }

  private static List<Row> rows(Measured... peers) {
    return Row.of(List.of(new Results("Yield", 3, HERE, List.of(new Variant("", List.of(peers))))));
  }

  @Test
  void a_cell_has_the_median_and_the_spread_of_the_rounds() {
    List<Row> rows = rows(measured("LIMIT", 12, 8, 10), measured("FERMATA", 15));

    assertThat(new Table(rows).markdown())
        .isEqualTo(
            """
            | workload | ratio | hand-written | Fermata |
            | --- | --- | --- | --- |
            | yield to the own loop; a yield | **1.50** | 10 ns ±20 %<br>8.0 B | 15 ns<br>8.0 B |
            """);
  }

  @Test
  void plain_java_is_the_reference_where_no_state_machine_was_run() {
    List<Row> rows =
        rows(
            measured("PLAIN", 5),
            new Measured("LIMIT", List.of(), "not asked for"),
            measured("FERMATA", 15));

    assertThat(new Table(rows).markdown()).contains("| **3.00** | 5.0 ns<br>8.0 B | 15 ns");
  }

  @Test
  void a_peer_that_was_not_run_has_a_reason_and_no_number() {
    List<Row> rows =
        rows(
            measured("LIMIT", 10),
            new Measured("VIRTUAL_THREADS", List.of(), "needs JDK 21"),
            new Measured("KOTLIN", List.of(), null));

    assertThat(new Table(rows).markdown())
        .contains("virtual threads: not run: needs JDK 21", "Kotlin: not run: no result");
    assertThat(new BarChart("title", rows).svg()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void a_bar_is_as_long_as_the_logarithm_of_its_ratio() {
    List<Row> rows = rows(measured("LIMIT", 10), measured("FERMATA", 10), measured("KOTLIN", 50));

    // From 0.5 to 10 in 520 pixels: a factor of 20.
    assertThat(new BarChart("title", rows).svg())
        .contains("width=\"120.3\"", ">1.00</text>", "width=\"399.7\"", ">5.00</text>");
  }

  @Test
  void echo_servers_are_compared_with_netty_by_what_they_send_back() {
    Measured netty = echo("NETTY_NIO", 200_000);
    Measured fermata = echo("FERMATA", 210_000);
    Measured threads = new Measured("ONE_CARRIER", List.of(), "needs JDK 21");
    Results results =
        new Results(
            "Echo",
            1,
            HERE,
            List.of(new Variant("50 connections", List.of(fermata, netty, threads))));

    assertThat(ServerTable.ECHO.markdown(results))
        .contains(
            "**50 connections**",
            "| Fermata | 210,000 | **1.05** | 90 µs | 99 µs | 150 µs | 4,000 ns | 0 B | 90 %, 80 % |",
            "| Netty, NIO | 200,000 | **1.00** |",
            "| virtual threads | not run: needs JDK 21 | | | | | | | |");
  }

  @Test
  void http_servers_are_compared_by_their_requests() {
    Measured jwebserver = new Measured("JWEBSERVER", List.of(), "failed: 3 requests failed");
    Results results =
        new Results(
            "Http",
            1,
            HERE,
            List.of(
                new Variant(
                    "a file",
                    List.of(echo("KOTLIN", 5_000), echo("NETTY_NIO", 20_000), jwebserver))));

    assertThat(ServerTable.HTTP.markdown(results))
        .contains(
            "| server | requests/s | of Netty, NIO | 50 % within |",
            "| Kotlin, ktor's CIO | 5,000 | **0.25** | 90 µs |",
            "| jwebserver | not run: failed: 3 requests failed | | | | | | | |");
  }

  private static Measured echo(String peer, double rate) {
    Map<String, Double> metrics =
        new HashMap<>(Map.of("rate", rate, "cpu", 4_000.0, "bytes", 0.0, "busy", 0.9));
    metrics.putAll(Map.of("p50", 9e4, "p99", 9.9e4, "p999", 1.5e5, "clientBusy", 0.8));
    return new Measured(peer, List.of(metrics), null);
  }

  @Test
  void quantities_have_the_digits_that_say_something() {
    assertThat(Quantity.time(0.256)).isEqualTo("0.26 ns");
    assertThat(Quantity.time(7.25)).isEqualTo("7.3 ns");
    assertThat(Quantity.time(1_234)).isEqualTo("1,234 ns");
    assertThat(Quantity.time(22_345)).isEqualTo("22 µs");
    assertThat(Quantity.bytes(0.01)).isEqualTo("0 B");
    assertThat(Quantity.bytes(1_230_000)).isEqualTo("1,230 kB");
    assertThat(Quantity.ratio(1.294)).isEqualTo("1.29");
    assertThat(Quantity.ratio(45.2)).isEqualTo("45");
  }

  @Test
  void the_sizes_of_jars_are_told_where_all_were_packaged(@TempDir Path root) throws IOException {
    write(root.resolve("runtime/target/fermata-runtime-1.0.jar"), 20_000);
    write(root.resolve("runtime/target/fermata-runtime-1.0-sources.jar"), 1);
    write(root.resolve("runtime/target/fermata-runtime-1.0-javadoc.jar"), 1);
    write(root.resolve("annotations/target/fermata-annotations-1.0.jar"), 900);
    write(root.resolve("agent/target/fermata-agent.jar"), 30_000);
    assertThat(JarSizes.table(root)).isEmpty();

    write(root.resolve("cli/target/fermata.jar"), 40_000);

    assertThat(JarSizes.table(root))
        .contains("need | 20 kB |", "annotation | 900 B |", "| 30 kB |", "| 40 kB |");
  }

  private static void write(Path file, int size) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }
}
