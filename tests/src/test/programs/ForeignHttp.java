import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.emit;
import static dev.fermata.Fermata.end;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.Timeout;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.sync.Event;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Requests of {@link HttpClient}. */
public final class ForeignHttp {
  private ForeignHttp() {}

  public static int checks() {
    return Here.checks();
  }

  private static HttpRequest post(URI address, String body) {
    return HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)).build();
  }

  @Async
  public static Coroutine<List<Object>> one_after_another(HttpClient client, URI base) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    log.add(Here.here(await(Clients.page(client, base.resolve("/hello")))));
    for (int i = 0; i < 20; i++) {
      HttpRequest request = post(base.resolve("/echo"), "body " + i);
      HttpResponse<String> response =
          Here.here(await(client.sendAsync(request, BodyHandlers.ofString())));
      log.add(response.statusCode() + " " + response.body());
    }
    HttpRequest missing = HttpRequest.newBuilder(base.resolve("/missing")).build();
    log.add(Here.here(await(client.sendAsync(missing, BodyHandlers.discarding()))).statusCode());
    return completed(log);
  }

  @Async
  public static CompletableFuture<Integer> echoed(HttpClient client, URI base, int number) {
    HttpRequest request = post(base.resolve("/echo"), "" + number);
    String body = Here.here(await(client.sendAsync(request, BodyHandlers.ofString()))).body();
    // The next one begins on the loop's thread, to which the first has come back.
    String length =
        Here.here(
            await(
                client
                    .sendAsync(post(base.resolve("/echo"), body + "0"), BodyHandlers.ofString())
                    .thenApply(HttpResponse::body)));
    return CompletableFuture.completedFuture(Integer.parseInt(length));
  }

  @Async
  static Coroutine<Integer> echoedCold(HttpClient client, URI base, int number) {
    return completed(Here.here(await(echoed(client, base, number))));
  }

  /** Hot methods, gathered. */
  @Async
  public static Coroutine<Integer> gathered(HttpClient client, URI base, int count) {
    Here.begin();
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(echoed(client, base, i));
    }
    return completed(Here.here(await(gather(all))).stream().mapToInt(i -> i).sum());
  }

  /** Cold methods, in a group. */
  @Async
  public static Coroutine<Integer> grouped(HttpClient client, URI base, int count) {
    Here.begin();
    List<Task<Integer>> all = new ArrayList<>();
    try (TaskGroup group = TaskGroup.open()) {
      for (int i = 0; i < count; i++) {
        all.add(group.spawn(echoedCold(client, base, i)));
      }
    }
    Here.here();
    int sum = 0;
    for (Task<Integer> one : all) {
      sum += await(one);
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<List<Object>> refused(HttpClient client, URI nobody) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    CompletableFuture<HttpResponse<Void>> future =
        client.sendAsync(HttpRequest.newBuilder(nobody).build(), BodyHandlers.discarding());
    try {
      await(future, ConnectException.class);
    } catch (ConnectException e) {
      Here.here();
      log.add(e.getClass());
      // The one that the client has made, and not one that wraps it.
      log.add(e == future.handle((value, failure) -> failure).join().getCause());
    }
    try {
      await(Clients.page(client, nobody), ConnectException.class);
    } catch (ConnectException e) {
      Here.here();
      log.add(e.getClass());
    }
    return completed(log);
  }

  /** Whether the client ends the connection, and does not send more. */
  @Async
  static Coroutine<Boolean> hasGone(Connection connection) {
    try {
      return completed(await(connection.read(1), IOException.class).length == 0);
    } catch (IOException reset) {
      return completed(true);
    }
  }

  /** A server that notes what it is asked, and never answers. */
  private static final class Silent {
    final Event asked = new Event();
    final Event dropped = new Event();
    final Server server;

    Silent() throws IOException {
      server =
          Net.server(this::serve)
              .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Async
    private Coroutine<Void> serve(Connection connection) {
      while (!await(connection.readLine()).isEmpty()) {}
      asked.set();
      if (await(hasGone(connection))) {
        dropped.set();
      }
      return completed();
    }
  }

  @Async
  static CompletableFuture<String> hotPage(HttpClient client, URI address) {
    return CompletableFuture.completedFuture(await(Clients.page(client, address)));
  }

  @Async
  public static Coroutine<List<Object>> a_cancel_drops_the_connection(
      HttpClient client, String how) throws IOException {
    Here.begin();
    List<Object> log = new ArrayList<>();
    Silent silent = new Silent();
    try (Server server = silent.server) {
      CompletableFuture<?> page =
          switch (how) {
            case "task" -> spawn(Clients.page(client, silent.uri()));
            case "hot" -> hotPage(client, silent.uri());
            case "gather" -> gather(hotPage(client, silent.uri()));
            default -> throw new IllegalArgumentException(how);
          };
      Here.here(await(silent.asked.await()));
      page.cancel(true);
      try {
        await(page);
      } catch (CancellationException e) {
        Here.here();
        log.add("cancelled");
      }
      Here.here(await(silent.dropped.await()));
      log.add("dropped");
    }
    return completed(log);
  }

  /** The time is over when the server has been asked. */
  @Async
  static Coroutine<Void> expires(Timeout limit, Event asked) {
    await(asked.await());
    limit.reschedule(Duration.ZERO);
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> a_time_limit_drops_the_connection(HttpClient client)
      throws IOException {
    Here.begin();
    List<Object> log = new ArrayList<>();
    Silent silent = new Silent();
    try (Server server = silent.server) {
      try (Timeout limit = Timeout.open(Duration.ofMinutes(1))) {
        spawn(expires(limit, silent.asked));
        await(Clients.page(client, silent.uri()));
      } catch (TimeoutException e) {
        Here.here();
        log.add("timeout");
      }
      Here.here(await(silent.dropped.await()));
      log.add("dropped");
    }
    return completed(log);
  }

  @Async
  public static Coroutine<Boolean> a_time_limit_ends_the_future(HttpClient client)
      throws IOException {
    Here.begin();
    Silent silent = new Silent();
    try (Server server = silent.server) {
      HttpRequest request = HttpRequest.newBuilder(silent.uri()).build();
      CompletableFuture<HttpResponse<String>> response =
          client.sendAsync(request, BodyHandlers.ofString());
      try {
        await(withTimeout(Duration.ofMillis(20), response), TimeoutException.class);
      } catch (TimeoutException e) {
        Here.here();
      }
      // With what, depends on how far the request has come.
      return completed(response.isCompletedExceptionally());
    }
  }

  /** The lines of a body as a stream, whose iterator blocks. */
  @Async
  public static Coroutine<Integer> blocking_lines(HttpClient client, URI base) {
    Here.begin();
    HttpRequest request = HttpRequest.newBuilder(base.resolve("/lines")).build();
    int sum = 0;
    try (Stream<String> lines =
        Here.here(await(client.sendAsync(request, BodyHandlers.ofLines()))).body()) {
      Iterator<String> iterator = lines.iterator();
      while (Here.here(await(toThread(iterator::hasNext)))) {
        sum += Integer.parseInt(iterator.next());
      }
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Long> published_bytes(HttpClient client, URI base) {
    Here.begin();
    return completed(Here.here(await(Clients.size(client, base.resolve("/bytes")))));
  }

  /** Parts of which each is made in a later turn than the one before. */
  @Async
  static AsyncIterable<ByteBuffer> parts(int count, Event begun, List<Object> log) {
    try {
      for (int i = 0; i < count; i++) {
        Here.here();
        begun.set();
        emit(ByteBuffer.wrap((i + " ").repeat(1_000).getBytes(UTF_8)));
        await(yieldNow());
      }
    } finally {
      log.add("closed");
    }
    return end();
  }

  @Async
  public static Coroutine<List<Object>> uploaded(HttpClient client, URI base, int count) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < count; i++) {
      expected.append((i + " ").repeat(1_000));
    }
    String echoed =
        Here.here(await(Clients.upload(client, base.resolve("/echo"), parts(count, new Event(), log))));
    log.add(echoed.contentEquals(expected));
    return completed(log);
  }

  /** The generator of a body that is no longer wanted is closed. */
  @Async
  public static Coroutine<List<Object>> an_upload_that_is_cancelled(HttpClient client)
      throws IOException {
    Here.begin();
    List<Object> log = new ArrayList<>();
    Silent silent = new Silent();
    try (Server server = silent.server) {
      Event begun = new Event();
      Task<String> upload =
          spawn(Clients.upload(client, silent.uri(), parts(1_000_000, begun, log)));
      Here.here(await(begun.await()));
      upload.cancel(true);
      try {
        await(upload);
      } catch (CancellationException e) {
        log.add("cancelled");
      }
      while (log.size() < 2) {
        await(yieldNow());
      }
    }
    return completed(log);
  }

  @Async
  static Coroutine<Void> sendsForEver(Connection connection) {
    while (true) {
      connection.write("10000\r\n" + "x".repeat(0x10000) + "\r\n");
      await(connection.flush());
    }
  }

  /** Sends until the client has gone, which its input tells at once and its output later. */
  @Async
  static Coroutine<Void> endless(Connection connection, Event dropped) {
    while (!await(connection.readLine()).isEmpty()) {}
    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    Task<Void> sending = spawn(sendsForEver(connection));
    if (await(hasGone(connection))) {
      dropped.set();
    }
    sending.cancel(true);
    connection.abort();
    return completed();
  }

  @Async
  public static Coroutine<Integer> a_body_that_is_left_early(HttpClient client)
      throws IOException {
    Here.begin();
    Event dropped = new Event();
    int items = 0;
    try (Server server =
        Net.server(connection -> endless(connection, dropped))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      URI address = URI.create("http://127.0.0.1:" + server.port() + "/");
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          Here.here(
              await(
                  client.sendAsync(
                      HttpRequest.newBuilder(address).build(), BodyHandlers.ofPublisher())));
      for (List<ByteBuffer> buffers : AsyncIterable.fromPublisher(response.body())) {
        if (++items == 3) {
          break;
        }
      }
      Here.here(await(dropped.await()));
    }
    return completed(items);
  }

  /** A body that ends before its length. */
  @Async
  static Coroutine<Void> breaksOff(Connection connection) {
    while (!await(connection.readLine()).isEmpty()) {}
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot all");
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> a_body_that_breaks_off(HttpClient client)
      throws IOException {
    Here.begin();
    List<Object> log = new ArrayList<>();
    try (Server server =
        Net.server(ForeignHttp::breaksOff)
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      URI address = URI.create("http://127.0.0.1:" + server.port() + "/");
      try {
        await(Clients.size(client, address), IOException.class);
      } catch (IOException e) {
        Here.here();
        log.add(e.getMessage());
      }
    }
    return completed(log);
  }
}
