package dev.fermata.tests.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example's HTTP server, asked by the JDK's client and by the other examples. */
@Timeout(60) // what would wait for ever is told as a failure
class FileServerTest {
  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpResponse<byte[]> ask(int port, String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void the_files_of_a_folder_are_served() throws Exception {
    byte[] content = new byte[2_000_000];
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("large file"), content);
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/page.html"), "<b>hello</b>");
    try (RunningExample server = RunningExample.start("FileServer", "0", folder.toString())) {
      int port = Integer.parseInt(server.prints().replaceAll(".*localhost:(\\d+)/.*", "$1"));

      assertThat(new String(ask(port, "GET", "/").body(), UTF_8))
          .contains("<a href='./large%20file'>large file</a>", "<a href='./sub/'>sub/</a>");
      assertThat(new String(ask(port, "GET", "/sub").body(), UTF_8)).contains("page.html</a>");
      assertThat(ask(port, "GET", "/large%20file").body()).isEqualTo(content);
      HttpResponse<byte[]> page = ask(port, "GET", "/sub/page.html");
      assertThat(new String(page.body(), UTF_8)).isEqualTo("<b>hello</b>");
      assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
      HttpResponse<byte[]> head = ask(port, "HEAD", "/large%20file");
      assertThat(head.headers().firstValue("content-length")).hasValue("2000000");
      assertThat(head.body()).isEmpty();
      assertThat(ask(port, "GET", "/none").statusCode()).isEqualTo(404);
      assertThat(ask(port, "DELETE", "/sub/page.html").statusCode()).isEqualTo(400);
      assertThat(raw(port, "GET /../x HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 404 ");
      assertThat(raw(port, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(raw(port, "GET /sub/page.html HTTP/1.1\r\nConnection: close\r\n\r\n"))
          .endsWith("\r\n\r\n<b>hello</b>");

      assertThat(server.interrupt()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void the_load_generator_and_the_port_scanner_find_it() throws Exception {
    Files.writeString(folder.resolve("page"), "hello");
    try (RunningExample server = RunningExample.start("FileServer", "0", folder.toString())) {
      String port = server.prints().replaceAll(".*localhost:(\\d+)/.*", "$1");
      try (RunningExample load =
          RunningExample.start("LoadGenerator", "http://localhost:" + port + "/page", "5", "1")) {
        List<String> report = load.printsUntilItsEnd();
        assertThat(report).hasSize(4);
        assertThat(report.get(0)).matches("[1-9]\\d* requests, \\d+ a second, 0 failed");
      }
      try (RunningExample scanner = RunningExample.start("PortScanner", port, port)) {
        assertThat(scanner.printsUntilItsEnd())
            .containsSubsequence(
                "[########################################] 1 of 1, 1 open", "  " + port + " ");
      }
    }
  }
}
