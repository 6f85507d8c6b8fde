package dev.fermata.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.clients.Installed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example's HTTP server, asked by the tools that everybody has. */
@Timeout(60) // what would wait for ever is told as a failure
class FileServerToolsTest {
  @TempDir private Path folder;
  @TempDir private Path served;
  private RunningExample server;
  private String url;

  /** How a tool has ended, and what it has said. */
  private record Ended(int status, String out) {}

  @BeforeEach
  void start() throws ReflectiveOperationException, InterruptedException {
    server = RunningExample.start("FileServer", "0", served.toString());
    url = server.prints().replaceAll(".*(http:\\S+/) .*", "$1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Ended run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Installed.find(tool, tool).toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  private Ended curl(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-sS", "--max-time", "30"));
    all.addAll(List.of(arguments));
    return run("curl", all.toArray(String[]::new));
  }

  private byte[] serve(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(served.resolve(name), content);
    return content;
  }

  @Test
  void curl_gets_files_of_all_sizes_over_one_connection() throws Exception {
    int[] sizes = {0, 1, 1_000, 65_535, 65_536, 1_000_000, 20_000_000};
    List<String> arguments = new ArrayList<>(List.of("--remote-name-all"));
    arguments.addAll(List.of("-w", "%{http_code} %{size_download} %{num_connects}\n"));
    StringBuilder expected = new StringBuilder();
    for (int size : sizes) {
      serve("of" + size, size);
      arguments.add(url + "of" + size);
      expected.append("200 ").append(size).append(size == 0 ? " 1\n" : " 0\n");
    }
    assertThat(curl(arguments.toArray(String[]::new))).isEqualTo(new Ended(0, expected.toString()));
    for (int size : sizes) {
      assertThat(folder.resolve("of" + size)).hasSameBinaryContentAs(served.resolve("of" + size));
    }
  }

  @Test
  void curl_gets_heads_and_folders_and_is_told_what_there_is_not() throws Exception {
    serve("file", 12_345);
    assertThat(curl("-I", url + "file"))
        .isEqualTo(
            new Ended(
                0,
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Length: 12345\r\n\r\n"));
    assertThat(curl(url).out()).contains("<a href='./file'>file</a>");
    assertThat(curl("-o", "none", "-w", "%{http_code}", url + "none"))
        .isEqualTo(new Ended(0, "404"));
    assertThat(folder.resolve("none")).hasContent("There is no such file.");
    // That a server knows no parts is no fault of the client: it gets all.
    assertThat(curl("-r", "10-20", "-o", "part", "-w", "%{http_code}", url + "file"))
        .isEqualTo(new Ended(0, "200"));
    assertThat(folder.resolve("part")).hasSize(12_345);
  }

  @Test
  void an_upload_is_refused_with_a_status() throws Exception {
    for (int size : new int[] {5, 100_000, 5_000_000}) {
      Path upload = Files.write(folder.resolve("upload"), new byte[size]);
      String file = upload.toString();
      assertThat(curl("-T", file, "-o", "answer", "-w", "%{http_code}", url))
          .isEqualTo(new Ended(0, "400"));
      assertThat(folder.resolve("answer")).hasContent("this server knows GET and HEAD only");
    }
    assertThat(served).isEmptyDirectory();
  }

  @Test
  void wrk_has_no_errors() throws Exception {
    serve("file", 5_000);
    Ended ended = run("wrk", "-t1", "-c20", "-d1s", url + "file");
    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .containsPattern("[1-9]\\d* requests in ")
        .doesNotContain("Socket errors", "Non-2xx");
  }
}
