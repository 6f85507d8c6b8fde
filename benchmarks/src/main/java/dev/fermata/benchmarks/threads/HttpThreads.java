package dev.fermata.benchmarks.threads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Answers requests of HTTP/1.1 from a folder or from memory, one after the other. */
public final class HttpThreads {
  private final Path folder;
  private final String memoryPath;
  private final byte[] memory;

  /**
   * A handler.
   *
   * @param memoryPath of the page that is kept in memory
   */
  public HttpThreads(Path folder, String memoryPath, byte[] memory) {
    this.folder = folder.toAbsolutePath().normalize();
    this.memoryPath = memoryPath;
    this.memory = memory.clone();
  }

  /** Until the client closes its side, or wants to. */
  public void serve(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
    OutputStream out = new BufferedOutputStream(client.getOutputStream());
    boolean isLast = false;
    while (!isLast) {
      String request = in.readLine();
      if (request == null) {
        return;
      }
      String header = in.readLine();
      while (header != null && !header.isEmpty()) {
        isLast |= header.toLowerCase(Locale.ROOT).equals("connection: close");
        header = in.readLine();
      }
      answer(request.split(" ", -1)[1], out);
      out.flush();
    }
  }

  private void answer(String path, OutputStream out) throws IOException {
    if (path.equals(memoryPath)) {
      answer(out, "200 OK", memory.length, new ByteArrayInputStream(memory));
      return;
    }
    Path file = folder.resolve("." + path).normalize();
    if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      answer(out, "404 Not Found", 0, InputStream.nullInputStream());
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      answer(out, "200 OK", Files.size(file), in);
    }
  }

  private static void answer(OutputStream out, String status, long size, InputStream body)
      throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + size
            + "\r\n\r\n";
    out.write(head.getBytes(ISO_8859_1));
    body.transferTo(out);
  }
}
