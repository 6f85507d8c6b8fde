package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.report.Report;
import dev.fermata.benchmarks.workload.Described;
import dev.fermata.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@code benchmarks/run} starts: runs workloads, and draws what was measured. */
public final class Main {
  private Main() {}

  /**
   * Runs the workloads that are named, or all.
   *
   * @param arguments the folder of the project, then those of {@link Arguments}
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    List<String> options = List.of(arguments).subList(1, arguments.length);
    if (options.equals(List.of("--help"))) {
      System.out.print(Arguments.HELP);
    } else if (options.equals(List.of("--list"))) {
      Workloads.ALL.forEach(
          workload ->
              System.out.println(
                  workload.getSimpleName()
                      + ": "
                      + workload.getAnnotation(Described.class).value()));
      System.out.println(EchoLoad.NAME + ": " + EchoLoad.DESCRIPTION);
      System.out.println(HttpLoad.NAME + ": " + HttpLoad.DESCRIPTION);
    } else if (options.equals(List.of("--draw"))) {
      Report.drawAll(root);
    } else {
      run(root, options);
    }
  }

  private static void run(Path root, List<String> options) throws IOException {
    Settings settings;
    try {
      settings = Arguments.parse(options);
      if (settings.workloads().contains(HttpLoad.NAME)) {
        HttpLoad.checkClient();
      }
    } catch (UsageException e) {
      System.err.println("benchmarks/run: " + e.getMessage());
      System.exit(2);
      return;
    }
    // JMH would start a JVM for each fork to find that out.
    System.setProperty("jmh.blackhole.autoDetect", "false");
    // Others on the machine are nothing new: that is why processor time is measured.
    System.setProperty("jmh.ignoreLock", "true");
    Asyncio asyncio = Asyncio.of(root.resolve("benchmarks/src/main/python/peers.py"));
    Environment environment = Environment.here(asyncio.version());
    String jdk = "jdk-" + Runtime.version().feature();
    ResultFiles files =
        new ResultFiles(
            root.resolve(settings.quick() ? "benchmarks/target/results" : "benchmarks/results")
                .resolve(jdk));
    Rounds rounds = new Rounds(settings, asyncio, System.out);
    for (Class<? extends Workload> workload : Workloads.ALL) {
      if (settings.workloads().contains(workload.getSimpleName())) {
        files.write(rounds.run(workload, environment));
      }
    }
    PinnedProcesses processes = new PinnedProcesses();
    ServerRounds serverRounds = new ServerRounds(settings, processes, System.out);
    if (settings.workloads().contains(EchoLoad.NAME)) {
      files.write(serverRounds.run(new EchoLoad(settings, processes), environment));
    }
    if (settings.workloads().contains(HttpLoad.NAME)) {
      files.write(
          serverRounds.run(
              new HttpLoad(settings, processes, root.resolve("benchmarks")), environment));
    }
    Report.draw(files);
    Report.drawEcho(files);
    Report.drawHttp(files);
    System.out.print(
        Report.tables(files, results -> settings.workloads().contains(results.workload())));
    if (!settings.quick()) {
      Report.drawAll(root);
    }
  }
}
