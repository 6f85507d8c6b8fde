package dev.fermata.benchmarks.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What is asked of servers of some kind, and by which client. */
interface ServerLoad {
  /** What it is called on the command line, and its file of results. */
  String name();

  /** Whose servers there are, in the order of the tables. */
  List<Peer> peers();

  /** By name, in the order of the tables. */
  List<String> variants();

  /** The arguments of {@link dev.fermata.benchmarks.servers.ServerMain} for a variant. */
  List<String> serverArguments(String variant, Peer peer);

  /**
   * Loads a server, until it is warm and then measured.
   *
   * @return the metrics by their names, times in nanoseconds
   * @throws IOException also if an answer was wrong
   */
  Map<String, Double> load(String variant, ServerProcess server) throws IOException;
}
