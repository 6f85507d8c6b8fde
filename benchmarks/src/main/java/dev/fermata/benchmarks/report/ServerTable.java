package dev.fermata.benchmarks.report;

import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.run.Results;
import dev.fermata.benchmarks.run.Results.Measured;
import dev.fermata.benchmarks.run.Results.Variant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What servers do under load: a table a variant, a row a server.
 *
 * @param unit what is counted
 * @param labels of peers that are not called as elsewhere
 */
record ServerTable(String unit, Map<Peer, String> labels) {
  private static final String HEAD =
      """
      | server | UNITs/s | of Netty, NIO | 50 % within | 99 % | 99.9 % | processor time a UNIT | allocated | busy: server, client |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  static final ServerTable ECHO =
      new ServerTable(
          "message",
          Map.of(Peer.KOTLIN, "Kotlin, ktor-network", Peer.ONE_CARRIER, "virtual threads"));
  static final ServerTable HTTP =
      new ServerTable(
          "request",
          Map.of(Peer.KOTLIN, "Kotlin, ktor's CIO", Peer.ONE_CARRIER, "virtual threads"));

  String markdown(Results results) {
    StringBuilder text = new StringBuilder();
    for (Variant variant : results.variants()) {
      text.append(text.isEmpty() ? "" : "\n")
          .append("**")
          .append(variant.name())
          .append("**\n\n")
          .append(HEAD.replace("UNIT", unit));
      double netty = Double.NaN;
      for (Measured measured : variant.peers()) {
        if (Peer.valueOf(measured.peer()) == Peer.NETTY_NIO) {
          netty = Cell.median(measured, "rate");
        }
      }
      for (Measured measured : variant.peers()) {
        text.append("| ").append(label(Peer.valueOf(measured.peer()))).append(" | ");
        text.append(
                measured.notRun() == null && !measured.rounds().isEmpty()
                    ? shown(measured, netty)
                    : "not run: " + measured.notRun() + " | | | | | | |")
            .append(" |\n");
      }
    }
    return text.toString();
  }

  private static String shown(Measured measured, double netty) {
    Function<String, Double> metric = name -> Cell.median(measured, name);
    double rate = metric.apply("rate");
    long spread = Math.round(Cell.of(measured, "rate").spread() * 100);
    List<String> cells = new ArrayList<>();
    cells.add(
        String.format(Locale.ROOT, "%,.0f", rate) + (spread == 0 ? "" : " ±" + spread + " %"));
    cells.add(Double.isNaN(netty) ? "" : "**" + Quantity.ratio(rate / netty) + "**");
    cells.add(Quantity.time(metric.apply("p50")));
    cells.add(Quantity.time(metric.apply("p99")));
    cells.add(Quantity.time(metric.apply("p999")));
    cells.add(Quantity.time(metric.apply("cpu")));
    cells.add(Quantity.bytes(metric.apply("bytes")));
    cells.add(
        String.format(
            Locale.ROOT,
            "%.0f %%, %.0f %%",
            metric.apply("busy") * 100,
            metric.apply("clientBusy") * 100));
    return String.join(" | ", cells);
  }

  /** For the chart: the time a message, and the server's processor time of one. */
  List<Row> rows(Results results) {
    List<Row> rows = new ArrayList<>();
    for (Variant variant : results.variants()) {
      rows.add(row(variant, "time a " + unit, "wall"));
      rows.add(row(variant, "processor time", "cpu"));
    }
    return rows;
  }

  private Row row(Variant variant, String what, String metric) {
    Map<Peer, Cell> cells = new EnumMap<>(Peer.class);
    for (Measured measured : variant.peers()) {
      cells.put(Peer.valueOf(measured.peer()), Cell.of(measured, metric));
    }
    return new Row("", variant.name() + ": " + what, "a " + unit, cells);
  }

  private String label(Peer peer) {
    return labels.getOrDefault(peer, peer.label());
  }
}
