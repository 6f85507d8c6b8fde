package dev.fermata.benchmarks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What all servers answer with: the same text, from a file or from memory. */
public enum Page {
  /** Opened and read anew for every request. */
  FILE("page.txt"),
  /** Kept by the server. */
  MEMORY("memory.txt");

  private static final byte[] BYTES =
      "It holds a note for as long as the players like. "
          .repeat(103)
          .substring(0, 5_000)
          .getBytes(US_ASCII);

  private static final int LONGEST_WAIT = (int) TimeUnit.SECONDS.toMillis(10);

  private final String name;

  Page(String name) {
    this.name = name;
  }

  /** Where it is on a server. */
  public String path() {
    return "/" + name;
  }

  /** What is in it. */
  public static byte[] bytes() {
    return BYTES.clone();
  }

  /** Makes the file, and no other, in a folder. */
  public static void writeTo(Path folder) throws IOException {
    Files.write(folder.resolve(FILE.name), BYTES);
  }

  /** Asks a server once, and throws an exception if it does not answer with the page. */
  public void check(int port) throws IOException {
    URLConnection connection =
        URI.create("http://127.0.0.1:" + port + path()).toURL().openConnection();
    connection.setConnectTimeout(LONGEST_WAIT);
    connection.setReadTimeout(LONGEST_WAIT);
    try (InputStream in = connection.getInputStream()) {
      if (!Arrays.equals(in.readAllBytes(), BYTES)) {
        throw new IOException("the answer is not the page");
      }
    }
  }
}
