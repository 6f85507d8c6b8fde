package dev.fermata.tests.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A server for one test class: on a free port of the loopback device, with a folder of its own. It
 * is stopped and its folder deleted by {@link #close}, and also if the JVM ends before.
 */
abstract class LocalServer implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  final int port;
  final Path folder;
  private final Thread atEnd = new Thread(this::end, "end of " + getClass().getSimpleName());
  private boolean ended;

  LocalServer() throws IOException {
    port = freePort();
    folder = Files.createTempDirectory("fermata-" + getClass().getSimpleName());
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  /** Stops it, if it was started, and waits for its end. */
  abstract void stop() throws IOException;

  @Override
  public final void close() {
    Runtime.getRuntime().removeShutdownHook(atEnd);
    end();
  }

  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      stop();
      delete(folder);
    } catch (IOException e) {
      throw new AssertionError("a server was not stopped", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
