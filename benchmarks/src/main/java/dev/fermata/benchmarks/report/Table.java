package dev.fermata.benchmarks.report;

import dev.fermata.benchmarks.run.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table in Markdown: a row a variant, a column a peer. */
final class Table {
  private final List<Row> rows;
  private final List<Peer> peers;

  Table(List<Row> rows) {
    this.rows = rows;
    this.peers =
        Arrays.stream(Peer.values())
            .filter(peer -> rows.stream().anyMatch(row -> wasRun(row, peer)))
            .toList();
  }

  private static boolean wasRun(Row row, Peer peer) {
    Cell cell = row.cells().get(peer);
    return cell != null && cell.wasRun();
  }

  String markdown() {
    StringBuilder text = new StringBuilder("| workload | ratio |");
    peers.forEach(peer -> text.append(' ').append(peer.label()).append(" |"));
    text.append("\n| --- | --- |").append(" --- |".repeat(peers.size())).append('\n');
    for (Row row : rows) {
      double ratio = row.ratio(Peer.FERMATA);
      text.append("| ")
          .append(row.title())
          .append("; ")
          .append(row.per())
          .append(" | ")
          .append(Double.isNaN(ratio) ? "" : "**" + Quantity.ratio(ratio) + "**")
          .append(" |");
      for (Peer peer : peers) {
        Cell cell = row.cells().get(peer);
        text.append(cell == null ? " |" : " " + shown(cell) + " |");
      }
      text.append('\n');
    }
    for (String note : notRun()) {
      text.append('\n').append(note).append('\n');
    }
    return text.toString();
  }

  private static String shown(Cell cell) {
    if (!cell.wasRun()) {
      return "not run";
    }
    List<String> parts = new ArrayList<>();
    long spread = Math.round(cell.spread() * 100);
    parts.add(Quantity.time(cell.cpu()) + (spread == 0 ? "" : " ±" + spread + " %"));
    if (!Double.isNaN(cell.retained())) {
      parts.add("keeps " + Quantity.bytes(cell.retained()));
    } else if (!Double.isNaN(cell.bytes())) {
      parts.add(Quantity.bytes(cell.bytes()));
    }
    return String.join("<br>", parts);
  }

  /** One line a peer and reason; with the workloads, where others of that peer were run. */
  private List<String> notRun() {
    Map<String, List<String>> notes = new TreeMap<>();
    for (Row row : rows) {
      row.cells()
          .forEach(
              (peer, cell) -> {
                if (!cell.wasRun()) {
                  List<String> titles =
                      notes.computeIfAbsent(
                          peer.label() + ": not run: " + cell.notRun(),
                          unused -> new ArrayList<>());
                  if (peers.contains(peer)) {
                    titles.add(row.title());
                  }
                }
              });
    }
    List<String> lines = new ArrayList<>();
    notes.forEach(
        (note, titles) ->
            lines.add(titles.isEmpty() ? note : note + " (" + String.join("; ", titles) + ")"));
    return lines;
  }
}
