package dev.fermata.tests.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's {@link HttpClient}, awaited. After each await the thread is checked: see Here. */
@Timeout(60) // what would wait for ever is told as a failure
class HttpClientTest {
  private static final WovenProgram PROGRAM = Programs.of("ForeignHttp.java");
  private static final int BYTES = 3_000_000;
  private static final String LINES =
      IntStream.range(0, 1_000).mapToObj(i -> i + "\n").collect(Collectors.joining());

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static HttpServer server;
  private static URI base;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    InetAddress loopback = InetAddress.getByName(LocalServer.HOST);
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setExecutor(THREADS);
    server.createContext("/hello", exchange -> answer(exchange, "hello".getBytes(UTF_8)));
    server.createContext(
        "/echo", exchange -> answer(exchange, exchange.getRequestBody().readAllBytes()));
    server.createContext("/lines", exchange -> answer(exchange, LINES.getBytes(UTF_8)));
    server.createContext("/bytes", exchange -> answer(exchange, new byte[BYTES]));
    server.start();
    base = URI.create("http://" + LocalServer.HOST + ":" + server.getAddress().getPort() + "/");
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    THREADS.shutdown();
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static <T> T run(String method, Object... arguments) {
    return Fermata.run(PROGRAM.<T>coroutine(method, arguments));
  }

  @Test
  void requests_are_made_one_after_another() {
    List<Object> expected = new ArrayList<>(List.of("hello"));
    IntStream.range(0, 20).forEach(i -> expected.add("200 body " + i));
    expected.add(404);
    assertThat(HttpClientTest.<List<Object>>run("one_after_another", client, base))
        .isEqualTo(expected);
    assertThat(PROGRAM.<Integer>call("checks")).isEqualTo(22);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gathered", "grouped"})
  void fifty_requests_are_under_way_at_a_time(String how) {
    assertThat(HttpClientTest.<Integer>run(how, client, base, 50)).isEqualTo(10 * 49 * 50 / 2);
    assertThat(PROGRAM.<Integer>call("checks")).isGreaterThanOrEqualTo(101);
  }

  @Test
  void the_check_tells_a_resumption_on_another_thread() {
    requests_are_made_one_after_another();
    CompletableFuture<Integer> elsewhere =
        CompletableFuture.supplyAsync(
                () -> PROGRAM.<CompletableFuture<Integer>>call("echoed", client, base, 1), THREADS)
            .thenCompose(future -> future);
    assertThatThrownBy(elsewhere::join)
        .cause()
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("resumed on");
  }

  @Test
  void a_refused_connection_throws_the_original_exception() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LocalServer.HOST))) {
      nobody = URI.create("http://" + LocalServer.HOST + ":" + socket.getLocalPort() + "/");
    }
    assertThat(HttpClientTest.<List<Object>>run("refused", client, nobody))
        .containsExactly(ConnectException.class, true, ConnectException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "hot", "gather"})
  void a_cancel_drops_the_connection(String how) {
    assertThat(HttpClientTest.<List<Object>>run("a_cancel_drops_the_connection", client, how))
        .containsExactly("cancelled", "dropped");
  }

  @Test
  void a_time_limit_drops_the_connection() {
    assertThat(HttpClientTest.<List<Object>>run("a_time_limit_drops_the_connection", client))
        .containsExactly("timeout", "dropped");
  }

  @Test
  void a_time_limit_ends_a_future() {
    assertThat(HttpClientTest.<Boolean>run("a_time_limit_ends_the_future", client)).isTrue();
  }

  @Test
  void a_stream_of_lines_is_read_on_another_thread() {
    assertThat(HttpClientTest.<Integer>run("blocking_lines", client, base))
        .isEqualTo(999 * 1_000 / 2);
  }

  @Test
  void a_published_body_is_an_async_loop() {
    assertThat(HttpClientTest.<Long>run("published_bytes", client, base)).isEqualTo(BYTES);
  }

  @Test
  void a_loop_that_is_left_early_drops_the_connection() {
    assertThat(HttpClientTest.<Integer>run("a_body_that_is_left_early", client)).isEqualTo(3);
  }

  @Test
  void a_body_that_breaks_off_fails_the_loop() {
    assertThat(HttpClientTest.<List<Object>>run("a_body_that_breaks_off", client))
        .singleElement()
        .asString()
        .contains("bytes");
  }

  @Test
  void an_async_iterable_is_uploaded() {
    assertThat(HttpClientTest.<List<Object>>run("uploaded", client, base, 300))
        .containsExactly("closed", true);
  }

  @Test
  void the_iterable_of_an_upload_that_is_cancelled_is_closed() {
    assertThat(HttpClientTest.<List<Object>>run("an_upload_that_is_cancelled", client))
        .containsExactlyInAnyOrder("cancelled", "closed");
  }
}
