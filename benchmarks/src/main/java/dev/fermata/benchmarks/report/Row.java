package dev.fermata.benchmarks.report;

import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.run.Results;
import dev.fermata.benchmarks.run.Results.Measured;
import dev.fermata.benchmarks.run.Results.Variant;
import dev.fermata.benchmarks.run.Workloads;
import dev.fermata.benchmarks.workload.Described;
import dev.fermata.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One variant of a workload.
 *
 * @param title what is done
 * @param per what the numbers are for
 * @param cells by peer; one that takes no part has none
 */
record Row(String workload, String title, String per, Map<Peer, Cell> cells) {
  static List<Row> of(List<Results> all) {
    List<Row> rows = new ArrayList<>();
    for (Results results : all) {
      for (Class<? extends Workload> workload : Workloads.ALL) {
        if (workload.getSimpleName().equals(results.workload())) {
          Described described = workload.getAnnotation(Described.class);
          results.variants().forEach(variant -> rows.add(of(results, described, variant)));
        }
      }
    }
    return rows;
  }

  private static Row of(Results results, Described described, Variant variant) {
    Map<Peer, Cell> cells = new EnumMap<>(Peer.class);
    for (Measured measured : variant.peers()) {
      cells.put(Peer.valueOf(measured.peer()), Cell.of(measured));
    }
    String name = variant.name().isEmpty() ? "" : ": " + variant.name();
    return new Row(results.workload(), described.value() + name, described.per(), cells);
  }

  /** What the peers are compared with: the state machine written by hand, or else plain Java. */
  @Nullable Cell reference() {
    Cell limit = cells.get(Peer.LIMIT);
    return limit != null && limit.wasRun() ? limit : cells.get(Peer.PLAIN);
  }

  /** A peer's processor time in proportion to the reference's; NaN where one was not run. */
  double ratio(Peer peer) {
    Cell cell = cells.get(peer);
    Cell reference = reference();
    return cell == null || reference == null ? Double.NaN : cell.cpu() / reference.cpu();
  }
}
