import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.TaskGroup;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Asks an HTTP/1.1 server for the same thing again and again, over many connections: ./fermata run
 * tests/examples/LoadGenerator.java http://localhost:8080/ 50 5 for 50 connections and 5 seconds.
 */
public class LoadGenerator {
  private final URI uri;
  private final long end;

  /** In nanoseconds. Belongs to the loop's thread: no locks. */
  private final List<Long> latencies = new ArrayList<>();

  private int failures;

  LoadGenerator(URI uri, Duration duration) {
    this.uri = uri;
    end = System.nanoTime() + duration.toNanos();
  }

  @Async
  private Coroutine<Void> load() throws IOException {
    byte[] request =
        ("GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n")
            .getBytes();
    try (Connection server =
        await(Net.connect(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()))) {
      for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
        server.write(request);
        if (!await(answer(server))) {
          failures++;
        }
        latencies.add(System.nanoTime() - begin);
      }
    }
    return completed();
  }

  /** Reads an answer; whether it tells of success. */
  @Async
  private static Coroutine<Boolean> answer(Connection server) throws IOException {
    String status = await(server.readLine());
    int length = 0;
    for (String line : server.lines()) {
      if (line.isEmpty()) {
        await(server.readExactly(length));
        return completed(status.contains(" 200 "));
      }
      if (line.toLowerCase().startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    throw new EOFException("the server has ended the connection");
  }

  @Async
  static Coroutine<Void> program(URI uri, int connections, Duration duration)
      throws IOException {
    LoadGenerator generator = new LoadGenerator(uri, duration);
    try (TaskGroup group = TaskGroup.open()) {
      for (int i = 0; i < connections; i++) {
        group.spawn(generator.load());
      }
    }
    generator.report(duration);
    return completed();
  }

  private void report(Duration duration) {
    Collections.sort(latencies);
    System.out.printf(
        "%d requests, %.0f a second, %d failed%n",
        latencies.size(), latencies.size() * 1e3 / duration.toMillis(), failures);
    for (double quantile : new double[] {0.5, 0.99, 0.999}) {
      long latency = latencies.get((int) (quantile * (latencies.size() - 1)));
      System.out.printf("%5.1f %% within %.2f ms%n", quantile * 100, latency / 1e6);
    }
  }

  public static void main(String[] args) throws IOException {
    URI uri = URI.create(args.length > 0 ? args[0] : "http://localhost:8080/");
    int connections = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    run(program(uri, connections, Duration.ofSeconds(seconds)));
  }
}
