package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.run.Results.Measured;
import dev.fermata.benchmarks.run.Results.Variant;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers, each in a JVM on one core, loaded by a client in a process on another one. In a round
 * every peer gets new processes, one after the other.
 */
final class ServerRounds {
  private final Settings settings;
  private final PinnedProcesses processes;
  private final PrintStream progress;

  ServerRounds(Settings settings, PinnedProcesses processes, PrintStream progress) {
    this.settings = settings;
    this.processes = processes;
    this.progress = progress;
  }

  Results run(ServerLoad load, Environment environment) {
    if (!processes.canPin()) {
      progress.println(
          load.name() + ": server and client are not pinned to cores: that needs two, and taskset");
    }
    List<Variant> variants = new ArrayList<>();
    for (String variant : load.variants()) {
      variants.add(new Variant(variant, run(load, variant)));
    }
    return new Results(load.name(), settings.rounds(), environment, variants);
  }

  private List<Measured> run(ServerLoad load, String variant) {
    Map<Peer, List<Map<String, Double>>> measured = new EnumMap<>(Peer.class);
    Map<Peer, String> failed = new EnumMap<>(Peer.class);
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Peer peer : load.peers()) {
        if (reason(peer) != null) {
          continue;
        }
        String name = "round " + round + ": " + load.name() + " " + variant + ", " + peer.label();
        try {
          Map<String, Double> metrics = run(load, variant, peer);
          measured.computeIfAbsent(peer, unused -> new ArrayList<>()).add(metrics);
          progress.println(name + ": " + Rounds.shown(metrics));
        } catch (IOException e) {
          failed.put(peer, "failed: " + e.getMessage());
          progress.println(name + " failed: " + e.getMessage());
        }
      }
    }
    List<Measured> all = new ArrayList<>();
    for (Peer peer : load.peers()) {
      String reason = failed.getOrDefault(peer, reason(peer));
      List<Map<String, Double>> rounds = measured.getOrDefault(peer, List.of());
      all.add(new Measured(peer.name(), reason == null ? rounds : List.of(), reason));
    }
    return all;
  }

  private @Nullable String reason(Peer peer) {
    return settings.peers().contains(peer) ? peer.reason() : "not asked for";
  }

  private Map<String, Double> run(ServerLoad load, String variant, Peer peer) throws IOException {
    try (ServerProcess server =
        ServerProcess.start(processes, peer, load.serverArguments(variant, peer))) {
      return load.load(variant, server);
    }
  }
}
