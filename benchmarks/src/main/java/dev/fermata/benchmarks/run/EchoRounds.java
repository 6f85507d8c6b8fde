package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.echo.ClientMain;
import dev.fermata.benchmarks.echo.EchoServers;
import dev.fermata.benchmarks.echo.ServerMain;
import dev.fermata.benchmarks.run.Results.Measured;
import dev.fermata.benchmarks.run.Results.Variant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The echo servers, each in a JVM on one core, loaded by a client in a JVM on another one. In a
 * round every peer gets new JVMs, one after the other.
 */
public final class EchoRounds {
  /** What it is called on the command line, and its file of results. */
  public static final String NAME = "Echo";

  static final String DESCRIPTION = "echo servers under load, in processes of their own";

  /** What a client does. */
  private record Work(String name, int connections, int inFlight) {}

  private static final List<Work> WORKS =
      List.of(
          new Work("1 connection", 1, 1),
          new Work("50 connections", 50, 1),
          new Work("1,000 connections", 1_000, 1),
          new Work("50 connections, 16 messages in flight on each", 50, 16));

  private static final long LONGEST_RUN_SECONDS = 60;

  private final Settings settings;
  private final PrintStream progress;
  private final Cores cores = Cores.ofThisProcess();

  EchoRounds(Settings settings, PrintStream progress) {
    this.settings = settings;
    this.progress = progress;
  }

  Results run(Environment environment) {
    if (!cores.canPin()) {
      progress.println(
          NAME + ": server and client are not pinned to cores: that needs two, and taskset");
    }
    List<Variant> variants = new ArrayList<>();
    for (Work work : WORKS) {
      variants.add(new Variant(work.name(), run(work)));
    }
    return new Results(NAME, settings.rounds(), environment, variants);
  }

  private List<Measured> run(Work work) {
    Map<Peer, List<Map<String, Double>>> measured = new EnumMap<>(Peer.class);
    Map<Peer, String> failed = new EnumMap<>(Peer.class);
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Peer peer : EchoServers.PEERS) {
        if (reason(peer) != null) {
          continue;
        }
        String name = "round " + round + ": " + NAME + " " + work.name() + ", " + peer.label();
        try {
          Map<String, Double> metrics = run(work, peer);
          measured.computeIfAbsent(peer, unused -> new ArrayList<>()).add(metrics);
          progress.println(name + ": " + Rounds.shown(metrics));
        } catch (IOException e) {
          failed.put(peer, "failed: " + e.getMessage());
          progress.println(name + " failed: " + e.getMessage());
        }
      }
    }
    List<Measured> all = new ArrayList<>();
    for (Peer peer : EchoServers.PEERS) {
      String reason = failed.getOrDefault(peer, reason(peer));
      List<Map<String, Double>> rounds = measured.getOrDefault(peer, List.of());
      all.add(new Measured(peer.name(), reason == null ? rounds : List.of(), reason));
    }
    return all;
  }

  private @Nullable String reason(Peer peer) {
    return settings.peers().contains(peer) ? EchoServers.reason(peer) : "not asked for";
  }

  private Map<String, Double> run(Work work, Peer peer) throws IOException {
    Process server = start(0, peer.jvmArguments(), ServerMain.class, List.of(peer.name()));
    try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
      String ports = said.readLine();
      if (ports == null) {
        throw new IOException("the server has ended");
      }
      List<String> arguments = new ArrayList<>(List.of(ports.split(" ", -1)));
      for (int number :
          List.of(
              work.connections(),
              work.inFlight(),
              settings.echoWarmupMillis(),
              settings.echoMeasuredMillis())) {
        arguments.add("" + number);
      }
      return metrics(start(1, List.of(), ClientMain.class, arguments));
    } finally {
      server.destroyForcibly();
    }
  }

  private static Map<String, Double> metrics(Process client) throws IOException {
    try {
      if (!client.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the client has not ended within a minute");
      }
      if (client.exitValue() != 0) {
        throw new IOException("the client has failed");
      }
      Map<String, Double> metrics = new TreeMap<>();
      for (String line : client.inputReader(StandardCharsets.UTF_8).lines().toList()) {
        String[] parts = line.split(" ", -1);
        metrics.put(parts[0], Double.valueOf(parts[1]));
      }
      return metrics;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      client.destroyForcibly();
    }
  }

  private Process start(
      int core, List<String> jvmArguments, Class<?> program, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(cores.pin(core));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xms256m", "-Xmx256m", "-Xmn160m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    command.addAll(jvmArguments);
    if (Runtime.version().feature() >= 23) {
      // Netty's, which would warn.
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
