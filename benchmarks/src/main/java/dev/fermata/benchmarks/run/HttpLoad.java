package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.http.HttpServers;
import dev.fermata.benchmarks.http.Page;
import dev.fermata.benchmarks.servers.Counters;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests to servers of HTTP, by {@code wrk}; an answer that fails, fails the run. */
public final class HttpLoad implements ServerLoad {
  /** What it is called on the command line, and its file of results. */
  public static final String NAME = "Http";

  static final String DESCRIPTION =
      "servers of HTTP under the load of wrk, from a file and from memory, in processes of their own";

  /** What clients ask for. */
  private record Work(String name, Page page) {}

  private static final int CONNECTIONS = 50;

  private static final List<Work> WORKS =
      List.of(new Work("a file of 5 kB", Page.FILE), new Work("the same from memory", Page.MEMORY));

  private final Settings settings;
  private final PinnedProcesses processes;
  private final Path script;
  private final Path folder;

  /**
   * Makes the file that is served.
   *
   * @param module the folder of the benchmarks
   */
  HttpLoad(Settings settings, PinnedProcesses processes, Path module) throws IOException {
    this.settings = settings;
    this.processes = processes;
    script = module.resolve("src/main/lua/metrics.lua");
    folder = Files.createDirectories(module.resolve("target/http"));
    Page.writeTo(folder);
  }

  /** Throws an exception that says what to install, if there is no client. */
  static void checkClient() throws UsageException {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String part : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(part, "wrk"))) {
        return;
      }
    }
    throw new UsageException(
        NAME + " needs wrk, and it is not on the PATH; install it (Debian: apt-get install wrk)");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Peer> peers() {
    return HttpServers.PEERS;
  }

  @Override
  public List<String> variants() {
    return WORKS.stream().map(Work::name).toList();
  }

  private static Page page(String variant) {
    for (Work work : WORKS) {
      if (work.name().equals(variant)) {
        return work.page();
      }
    }
    throw new IllegalArgumentException(variant);
  }

  @Override
  public List<String> serverArguments(String variant, Peer peer) {
    return List.of(page(variant).name(), folder.toString());
  }

  @Override
  public Map<String, Double> load(String variant, ServerProcess server) throws IOException {
    Page page = page(variant);
    page.check(server.port());
    ask(server, page, settings.httpWarmupSeconds());
    try (Counters.Remote counters = new Counters.Remote(server.countersPort())) {
      Counters.Used before = counters.ask();
      Map<String, Double> metrics = ask(server, page, settings.httpMeasuredSeconds());
      Counters.Used after = counters.ask();
      double requests = metrics.getOrDefault("requests", Double.NaN);
      double cpu = after.cpuNanos() - before.cpuNanos();
      Map<String, Double> all = new TreeMap<>(metrics);
      all.put("cpu", cpu / requests);
      all.put("bytes", (after.allocatedBytes() - before.allocatedBytes()) / requests);
      all.put("busy", cpu / requests / metrics.getOrDefault("wall", Double.NaN));
      return all;
    }
  }

  private Map<String, Double> ask(ServerProcess server, Page page, int seconds) throws IOException {
    Map<String, Double> metrics =
        PinnedProcesses.metrics(
            processes.start(
                PinnedProcesses.CLIENT,
                List.of(
                    "wrk",
                    "-t1",
                    "-c" + CONNECTIONS,
                    "-d" + seconds + "s",
                    "-s",
                    script.toString(),
                    "http://127.0.0.1:" + server.port() + page.path())));
    double errors = metrics.getOrDefault("errors", Double.NaN);
    if (errors != 0) {
      throw new IOException((int) errors + " requests failed");
    }
    metrics.remove("errors");
    return metrics;
  }
}
