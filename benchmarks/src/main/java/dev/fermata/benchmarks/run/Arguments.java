package dev.fermata.benchmarks.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the command line of {@code benchmarks/run}. */
final class Arguments {
  static final String HELP =
      """
      benchmarks/run [--quick] [--rounds N] [--peers NAME,...] [WORKLOAD...]
      benchmarks/run --draw | --list | --help

        WORKLOAD   one of: %s; all where none is named
        --quick    one round of few iterations, into benchmarks/target/results; about seven minutes
        --rounds   forks of each peer (3; with --quick 1)
        --peers    some of: %s
        --draw     only draws the tables and charts again, from the results that are there
        --list     lists the workloads
      """
          .formatted(String.join(", ", workloadNames()), String.join(", ", peerNames()));

  private static final int MAXIMUM_ROUNDS = 100;

  private Arguments() {}

  static Settings parse(List<String> arguments) throws UsageException {
    Set<String> named = new LinkedHashSet<>();
    Set<Peer> peers = EnumSet.allOf(Peer.class);
    int rounds = 0;
    boolean quick = false;
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.remove();
      switch (argument) {
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = rounds(rest.poll());
        case "--peers" -> peers = peers(rest.poll());
        default -> named.add(workload(argument));
      }
    }
    List<String> chosen = new ArrayList<>(workloadNames());
    if (!named.isEmpty()) {
      chosen.retainAll(named);
    }
    return new Settings(chosen, peers, rounds != 0 ? rounds : quick ? 1 : 3, quick);
  }

  static List<String> workloadNames() {
    List<String> names = new ArrayList<>(Workloads.names());
    names.add(EchoLoad.NAME);
    names.add(HttpLoad.NAME);
    return names;
  }

  private static List<String> peerNames() {
    return Arrays.stream(Peer.values()).map(Arguments::nameOf).toList();
  }

  private static String nameOf(Peer peer) {
    return peer.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String workload(String name) throws UsageException {
    if (name.startsWith("-")) {
      throw new UsageException("there is no option " + name + "; --help lists them");
    }
    for (String known : workloadNames()) {
      if (known.equalsIgnoreCase(name)) {
        return known;
      }
    }
    throw new UsageException(
        "there is no workload " + name + "; choose from " + String.join(", ", workloadNames()));
  }

  private static int rounds(@Nullable String number) throws UsageException {
    try {
      int rounds = Integer.parseInt(number == null ? "" : number);
      if (rounds >= 1 && rounds <= MAXIMUM_ROUNDS) {
        return rounds;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new UsageException("--rounds needs a number from 1 to " + MAXIMUM_ROUNDS);
  }

  private static Set<Peer> peers(@Nullable String names) throws UsageException {
    Set<Peer> peers = EnumSet.noneOf(Peer.class);
    for (String name : names == null ? new String[] {""} : names.split(",", -1)) {
      Peer found = null;
      for (Peer peer : Peer.values()) {
        if (nameOf(peer).equals(name)) {
          found = peer;
        }
      }
      if (found == null) {
        throw new UsageException(
            "--peers needs names from " + String.join(", ", peerNames()) + ", with commas between");
      }
      peers.add(found);
    }
    return peers;
  }
}
