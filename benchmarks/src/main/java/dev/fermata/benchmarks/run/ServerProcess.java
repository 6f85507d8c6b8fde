package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.servers.ServerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a JVM of its own.
 *
 * @param port where clients connect
 * @param countersPort where it tells what it has used
 */
record ServerProcess(Process process, int port, int countersPort) implements AutoCloseable {
  /** Starts a server, and waits until it listens. */
  static ServerProcess start(PinnedProcesses processes, Peer peer, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(peer.name()));
    all.addAll(arguments);
    Process process =
        processes.startJvm(PinnedProcesses.SERVER, peer.jvmArguments(), ServerMain.class, all);
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String ports = said.readLine();
    if (ports == null) {
      throw new IOException("the server has ended");
    }
    String[] numbers = ports.split(" ", -1);
    return new ServerProcess(process, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
