package dev.fermata.tests.clients;

import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Debian's {@code redis-server}, which keeps nothing. */
final class RedisServer extends LocalServer {
  private @Nullable Process process;

  private RedisServer() throws IOException {}

  /** Starts one that takes connections; skips the test where none is installed. */
  static RedisServer start() throws IOException {
    String program = Installed.find("redis-server", "redis-server").toString();
    RedisServer server = new RedisServer();
    try {
      server.begin(program);
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
    return server;
  }

  private void begin(String program) throws IOException {
    Process begun =
        new ProcessBuilder(program, "--bind", HOST, "--port", "" + port, "--save", "")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process = begun;
    // It writes little, which a pipe takes though nobody reads on.
    BufferedReader log = begun.inputReader();
    StringBuilder read = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      read.append(line).append('\n');
      if (line.contains("Ready to accept connections")) {
        return;
      }
    }
    throw new IOException("redis-server has ended:\n" + read);
  }

  String uri() {
    return "redis://" + HOST + ":" + port;
  }

  @Override
  void stop() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }
}
