package dev.fermata.benchmarks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fermata.benchmarks.servers.PeerServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * The server that the JDK's tool {@code jwebserver} starts, without its log: it handles requests on
 * its one thread.
 */
final class WebServer implements PeerServer {
  private final HttpServer server;

  WebServer(Path folder, String memoryPath, byte[] memory) throws IOException {
    server = ofFolder(folder.toRealPath());
    server.createContext(memoryPath, exchange -> answer(exchange, memory));
    server.start();
  }

  /** It is new in JDK 18. */
  private static HttpServer ofFolder(Path folder) throws IOException {
    String base = "com.sun.net.httpserver.SimpleFileServer";
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      Class<?> level = Class.forName(base + "$OutputLevel");
      return (HttpServer)
          Class.forName(base)
              .getMethod("createFileServer", InetSocketAddress.class, Path.class, level)
              .invoke(null, address, folder, level.getField("NONE").get(null));
    } catch (ReflectiveOperationException e) {
      throw new IOException("this JDK has no web server", e);
    }
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void stop() {
    server.stop(0);
  }
}
