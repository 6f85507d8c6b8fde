package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.echo.ClientMain;
import dev.fermata.benchmarks.echo.EchoServers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Messages to echo servers, by a client that is a JVM. */
public final class EchoLoad implements ServerLoad {
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

  private final Settings settings;
  private final PinnedProcesses processes;

  EchoLoad(Settings settings, PinnedProcesses processes) {
    this.settings = settings;
    this.processes = processes;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Peer> peers() {
    return EchoServers.PEERS;
  }

  @Override
  public List<String> variants() {
    return WORKS.stream().map(Work::name).toList();
  }

  @Override
  public List<String> serverArguments(String variant, Peer peer) {
    return List.of();
  }

  @Override
  public Map<String, Double> load(String variant, ServerProcess server) throws IOException {
    Work work = WORKS.get(variants().indexOf(variant));
    List<String> arguments =
        IntStream.of(
                server.port(),
                server.countersPort(),
                work.connections(),
                work.inFlight(),
                settings.echoWarmupMillis(),
                settings.echoMeasuredMillis())
            .mapToObj(Integer::toString)
            .toList();
    return PinnedProcesses.metrics(
        processes.startJvm(PinnedProcesses.CLIENT, List.of(), ClientMain.class, arguments));
  }
}
