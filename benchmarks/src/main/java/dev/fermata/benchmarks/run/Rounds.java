package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.run.Results.Measured;
import dev.fermata.benchmarks.run.Results.Variant;
import dev.fermata.benchmarks.workload.Described;
import dev.fermata.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;

/** The rounds of one workload: in each of them every peer has one fork, one after the other. */
final class Rounds {
  private static final int ROUNDS_OF_LONG_ONES = 2;

  private final Settings settings;
  private final Asyncio asyncio;
  private final PrintStream progress;

  Rounds(Settings settings, Asyncio asyncio, PrintStream progress) {
    this.settings = settings;
    this.asyncio = asyncio;
    this.progress = progress;
  }

  Results run(Class<? extends Workload> workload, Environment environment) {
    List<Variant> variants = new ArrayList<>();
    for (String variant : Workloads.variants(workload)) {
      variants.add(new Variant(variant, variant(workload, variant)));
    }
    return new Results(workload.getSimpleName(), rounds(workload), environment, variants);
  }

  private int rounds(Class<? extends Workload> workload) {
    boolean once = workload.getAnnotation(Described.class).once();
    return once ? Math.min(ROUNDS_OF_LONG_ONES, settings.rounds()) : settings.rounds();
  }

  private List<Measured> variant(Class<? extends Workload> workload, String variant) {
    Map<Peer, List<Map<String, Double>>> measured = new EnumMap<>(Peer.class);
    Map<Peer, String> failed = new EnumMap<>(Peer.class);
    int rounds = rounds(workload);
    for (int round = 1; round <= rounds; round++) {
      for (Peer peer : Peer.values()) {
        if (!takesPart(workload, variant, peer) || reason(peer) != null) {
          continue;
        }
        String name =
            workload.getSimpleName()
                + (variant.isEmpty() ? "" : " " + variant)
                + ", "
                + peer.label();
        try {
          Map<String, Double> metrics =
              peer == Peer.ASYNCIO
                  ? asyncio.run(workload.getSimpleName(), variant)
                  : new Fork(settings).run(workload, variant, peer);
          measured.computeIfAbsent(peer, unused -> new ArrayList<>()).add(metrics);
          progress.println(
              "round " + round + " of " + rounds + ": " + name + ": " + shown(metrics));
        } catch (RunnerException | IOException e) {
          failed.put(peer, "failed: " + firstLine(e));
          progress.println("round " + round + ": " + name + " failed: " + firstLine(e));
        }
      }
    }
    return collect(workload, variant, measured, failed);
  }

  private List<Measured> collect(
      Class<? extends Workload> workload,
      String variant,
      Map<Peer, List<Map<String, Double>>> measured,
      Map<Peer, String> failed) {
    List<Measured> all = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      if (takesPart(workload, variant, peer)) {
        String reason = failed.getOrDefault(peer, reason(peer));
        all.add(
            new Measured(
                peer.name(),
                reason == null ? measured.getOrDefault(peer, List.of()) : List.of(),
                reason));
      }
    }
    return all;
  }

  private boolean takesPart(Class<? extends Workload> workload, String variant, Peer peer) {
    return peer == Peer.ASYNCIO
        ? asyncio.version() == null || asyncio.has(workload.getSimpleName(), variant)
        : Workloads.has(workload, variant, peer);
  }

  private @Nullable String reason(Peer peer) {
    if (!settings.peers().contains(peer)) {
      return "not asked for";
    }
    return peer == Peer.ASYNCIO && asyncio.version() == null
        ? "there is no python3"
        : peer.reason();
  }

  static String shown(Map<String, Double> metrics) {
    StringBuilder text = new StringBuilder();
    metrics.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(String.format(Locale.ROOT, "%s %.4g", name, value)));
    return text.toString();
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
