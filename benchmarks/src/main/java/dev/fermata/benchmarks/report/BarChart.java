package dev.fermata.benchmarks.report;

import dev.fermata.benchmarks.run.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Bars of the peers' processor time in proportion to that of the hand-written state machine, on a
 * logarithmic scale: a group of bars a variant.
 */
final class BarChart {
  private static final int LABEL_WIDTH = 250;
  private static final int CHART_WIDTH = 520;
  private static final int RIGHT = 60;
  private static final int BAR = 11;
  private static final int GAP = 12;
  private static final int HEAD = 64;
  private static final double LEAST = 0.5;

  private static final List<Peer> PEERS =
      List.of(
          Peer.PLAIN,
          Peer.FERMATA,
          Peer.NETTY_NIO,
          Peer.NETTY_EPOLL,
          Peer.KOTLIN,
          Peer.EA_ASYNC,
          Peer.FUTURES,
          Peer.VIRTUAL_THREADS,
          Peer.ONE_CARRIER);

  private final String title;
  private final List<Row> rows;
  private final double greatest;

  BarChart(String title, List<Row> rows) {
    this.title = title;
    this.rows = rows;
    double most = 10;
    for (Row row : rows) {
      for (Peer peer : PEERS) {
        double ratio = row.ratio(peer);
        most = ratio > most ? ratio : most;
      }
    }
    this.greatest = Math.pow(10, Math.ceil(Math.log10(most)));
  }

  String svg() {
    StringBuilder bars = new StringBuilder();
    int y = HEAD;
    for (Row row : rows) {
      y = group(bars, row, y);
    }
    StringBuilder svg = new StringBuilder();
    int width = LABEL_WIDTH + CHART_WIDTH + RIGHT;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
            width,
            y + GAP,
            width));
    text(svg, 10, 20, "start", "#202124", title);
    legend(svg);
    grid(svg, y);
    return svg.append(bars).append("</svg>\n").toString().replace("\r\n", "\n");
  }

  private int group(StringBuilder svg, Row row, int top) {
    List<Peer> shown = new ArrayList<>();
    for (Peer peer : PEERS) {
      if (!Double.isNaN(row.ratio(peer))) {
        shown.add(peer);
      }
    }
    if (shown.isEmpty()) {
      return top;
    }
    int height = shown.size() * BAR;
    label(svg, row.title(), top + height / 2);
    int y = top;
    for (Peer peer : shown) {
      double ratio = row.ratio(peer);
      double end = x(Math.max(ratio, LEAST));
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
              LABEL_WIDTH,
              y + 1,
              end - LABEL_WIDTH,
              BAR - 2,
              color(peer)));
      text(svg, end + 4, y + BAR - 2, "start", "#5f6368", Quantity.ratio(ratio));
      y += BAR;
    }
    return y + GAP;
  }

  /** The title of a group, in two lines where it is long. */
  private static void label(StringBuilder svg, String title, int middle) {
    int split = title.length() > 38 ? title.lastIndexOf(' ', 38) : -1;
    if (split < 0) {
      text(svg, LABEL_WIDTH - 8, middle + 4, "end", "#202124", title);
    } else {
      text(svg, LABEL_WIDTH - 8, middle - 3, "end", "#202124", title.substring(0, split));
      text(svg, LABEL_WIDTH - 8, middle + 11, "end", "#202124", title.substring(split + 1));
    }
  }

  private void legend(StringBuilder svg) {
    int x = 10;
    for (Peer peer : PEERS) {
      if (rows.stream().allMatch(row -> Double.isNaN(row.ratio(peer)))) {
        continue;
      }
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"31\" width=\"9\" height=\"9\" fill=\"%s\"/>%n",
              x,
              color(peer)));
      text(svg, x + 13, 40, "start", "#202124", peer.label());
      x += 30 + peer.label().length() * 6;
    }
  }

  private void grid(StringBuilder svg, int bottom) {
    for (double value = 1; value <= greatest; value *= 10) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\"/>%n",
              x(value),
              HEAD - 6,
              bottom,
              value == 1 ? "#202124" : "#dadce0"));
      text(svg, x(value), HEAD - 9, "middle", "#5f6368", Quantity.ratio(value).replace(".00", ""));
    }
  }

  private double x(double ratio) {
    return LABEL_WIDTH + CHART_WIDTH * Math.log(ratio / LEAST) / Math.log(greatest / LEAST);
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String color, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            color,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static String color(Peer peer) {
    return switch (peer) {
      case PLAIN -> "#9aa0a6";
      case FERMATA -> "#0b57d0";
      case NETTY_NIO -> "#00838f";
      case NETTY_EPOLL -> "#4dd0e1";
      case KOTLIN -> "#b3478c";
      case EA_ASYNC -> "#e07b39";
      case FUTURES -> "#c9a227";
      case VIRTUAL_THREADS -> "#2e8b57";
      case ONE_CARRIER -> "#8fcfa9";
      default -> "#000000";
    };
  }
}
