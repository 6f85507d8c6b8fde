import static dev.fermata.Fermata.*;
import static dev.fermata.io.AsyncOpenOption.READ_AHEAD;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Signals;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An HTTP/1.1 server of the files in a folder: ./fermata run tests/examples/FileServer.java 8080 .
 * and then http://localhost:8080/ in a browser. Ctrl-C lets requests that go on end.
 */
public class FileServer {
  private final Path root;

  FileServer(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** What a client asks for, and whether for the last time. */
  record Request(String method, String path, boolean isLast) {
    static Request of(String line, String headers) {
      String[] words = line.split(" ");
      if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
        throw new IllegalArgumentException("no request of HTTP/1.1: " + line);
      }
      boolean closes = headers.contains("\nconnection: close\n");
      boolean keeps = headers.contains("\nconnection: keep-alive\n");
      boolean isLast = words[2].equals("HTTP/1.0") ? !keeps : closes;
      return new Request(words[0], URI.create(words[1]).getPath(), isLast);
    }
  }

  @Async
  private Coroutine<Void> serve(Connection client) {
    boolean isLast = false;
    while (!isLast) {
      String line = await(client.readLine());
      if (line == null) {
        break;
      }
      try {
        Request request = Request.of(line, await(headers(client)));
        isLast = request.isLast();
        await(answer(client, request));
      } catch (IllegalArgumentException e) {
        isLast = true; // where the next request begins is not known
        page(client, "400 Bad Request", "text/plain", e.getMessage(), true);
      }
      await(client.drain());
    }
    return completed();
  }

  @Async
  private static Coroutine<String> headers(Connection client) {
    StringBuilder headers = new StringBuilder("\n");
    while (headers.length() < 16_000) {
      String line = await(client.readLine());
      if (line == null || line.isEmpty()) {
        return completed(headers.toString());
      }
      headers.append(line.toLowerCase()).append('\n');
    }
    throw new IllegalArgumentException("the headers are too long");
  }

  @Async
  private Coroutine<Void> answer(Connection client, Request request) {
    boolean hasBody = request.method().equals("GET");
    if (!hasBody && !request.method().equals("HEAD")) {
      throw new IllegalArgumentException("this server knows GET and HEAD only");
    }
    Path path = root.resolve("." + request.path()).normalize();
    String listing = null;
    if (path.startsWith(root)) {
      try (AsyncFile file = await(AsyncFile.open(path, READ_AHEAD), FileSystemException.class)) {
        String type = URLConnection.guessContentTypeFromName(path.toString());
        head(client, "200 OK", type == null ? "text/plain" : type, await(file.size()));
        await(hasBody ? file.transferTo(client) : completed(0L));
        return completed();
      } catch (FileSystemException e) { // it can't be opened
        listing = await(toThread(() -> Files.isDirectory(path) ? listing(path) : null));
      }
    }
    String status = listing == null ? "404 Not Found" : "200 OK";
    String page = listing == null ? "There is no such file." : listing;
    page(client, status, "text/html", page, hasBody);
    return completed();
  }

  private static String listing(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .sorted()
          .map(name -> "<li><a href='" + encode(name) + "'>" + name.replace("<", "&lt;") + "</a>")
          .collect(Collectors.joining("\n", "<!doctype html><ul>\n", "</ul>\n"));
    }
  }

  private static String encode(String name) {
    return "./" + URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  private static void head(Connection client, String status, String type, long size) {
    String head = "HTTP/1.1 %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n\r\n";
    client.write(head.formatted(status, type, size));
  }

  private static void page(Connection to, String status, String type, String text, boolean send) {
    byte[] body = text.getBytes(UTF_8);
    head(to, status, type, body.length);
    to.write(send ? body : new byte[0]);
  }

  @Async
  static Coroutine<Void> program(int port, Path root) throws IOException {
    Server.Handler handler = new FileServer(root)::serve;
    try (Server server = Net.server(handler).idleTimeout(Duration.ofSeconds(30)).listen(port);
        Signals stops = Signals.receive("INT", "TERM")) {
      System.out.println("http://localhost:" + server.port() + "/ has what is in " + root);
      await(stops.iterator().nextAsync());
      await(server.shutdown(Duration.ofSeconds(5)));
    }
    return completed();
  }

  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    run(program(port, Path.of(args.length > 1 ? args[1] : ".")));
  }
}
