package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import java.io.IOException;
import java.util.Locale;

/** Answers requests of HTTP/1.1 from memory, one after the other. */
public final class HttpFermata {
  private final String path;
  private final byte[] page;

  /**
   * A handler.
   *
   * @param path of the only page that it has
   */
  public HttpFermata(String path, byte[] page) {
    this.path = path;
    this.page = page.clone();
  }

  /** Until the client closes its side, or wants to. */
  @Async
  public Coroutine<Void> serve(Connection client) throws IOException {
    boolean isLast = false;
    while (!isLast) {
      String request = await(client.readLine(), IOException.class);
      if (request == null) {
        break;
      }
      String header = await(client.readLine(), IOException.class);
      while (header != null && !header.isEmpty()) {
        isLast |= header.toLowerCase(Locale.ROOT).equals("connection: close");
        header = await(client.readLine(), IOException.class);
      }
      boolean found = request.startsWith("GET " + path + " ");
      answer(client, found ? "200 OK" : "404 Not Found", found ? page : new byte[0]);
      await(client.drain(), IOException.class);
    }
    return completed();
  }

  private static void answer(Connection client, String status, byte[] body) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    client.write(head.getBytes(UTF_8));
    client.write(body);
  }
}
