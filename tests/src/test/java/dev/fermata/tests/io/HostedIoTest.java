package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.EventLoop;
import dev.fermata.tests.programs.WovenProgram;
import java.awt.EventQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of the other tests, on a loop whose turns are jobs of an executor. */
@Timeout(120) // what would wait for ever is told as a failure
class HostedIoTest {
  private static final WovenProgram CONNECTING = IoPrograms.of("Connecting.java");
  private static final WovenProgram STREAMS = IoPrograms.of("Streams.java");
  private static final WovenProgram TRANSFERS = IoPrograms.of("Transfers.java");
  private static final WovenProgram SERVERS = IoPrograms.of("Servers.java");
  private static final WovenProgram DATAGRAMS = IoPrograms.of("Datagrams.java");
  private static final WovenProgram SECURE = IoPrograms.of("SecureNetwork.java");
  private static final WovenProgram FILES = IoPrograms.of("FileAccess.java");
  private static final WovenProgram PROCESSES = IoPrograms.of("Subprocesses.java");
  private static final TlsContexts CONTEXTS = TlsContexts.ALL;

  private final ExecutorService host = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    host.shutdown();
  }

  private <T> T run(WovenProgram program, String method, Object... arguments) throws Exception {
    try (EventLoop loop = EventLoop.hostedOn(host)) {
      return result(loop, program, method, arguments);
    }
  }

  private static <T> T result(
      EventLoop loop, WovenProgram program, String method, Object... arguments)
      throws InterruptedException, ExecutionException {
    return loop.spawn(program.<T>coroutine(method, arguments)).get();
  }

  @Test
  void lines_come_back() throws Exception {
    assertThat(this.<List<Object>>run(CONNECTING, "echoes", ""))
        .containsExactly("one", "two", "three", null);
  }

  @Test
  void lines_come_back_on_swings_thread() throws Exception {
    try (EventLoop loop = EventLoop.hostedOn(EventQueue::invokeLater)) {
      assertThat(HostedIoTest.<List<Object>>result(loop, CONNECTING, "echoes", ""))
          .containsExactly("one", "two", "three", null);
    }
  }

  @Test
  void much_more_than_the_system_buffers_gets_there_and_back() throws Exception {
    assertThat(this.<Boolean>run(TRANSFERS, "much", 20)).isTrue();
  }

  @Test
  void many_connections_are_served_at_a_time() throws Exception {
    assertThat(this.<Integer>run(SERVERS, "many", 200)).isEqualTo(199 * 200 / 2);
  }

  @Test
  void a_cancelled_read_loses_nothing() throws Exception {
    assertThat(this.<List<Object>>run(STREAMS, "a_cancelled_read_loses_nothing"))
        .containsExactly("timeout", "begin, end");
  }

  @Test
  void an_address_is_free_after_the_close() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(this.<Boolean>run(SERVERS, "an_address_is_free_after_the_close")).isTrue();
    }
  }

  @Test
  void a_reset_fails_reads_and_writes() throws Exception {
    assertThat(this.<List<Object>>run(STREAMS, "a_reset"))
        .containsExactly("read true", "read again true", "flush true");
  }

  @Test
  void a_connection_that_nobody_accepts_fails() throws Exception {
    assertThat(this.<List<Object>>run(CONNECTING, "nobody_listens"))
        .containsExactly(true, "UnknownHostException");
  }

  @Test
  void datagrams_come_and_go() throws Exception {
    assertThat(this.<List<Object>>run(DATAGRAMS, "datagrams"))
        .containsExactly("ONE", 0, true, "TWO", "too large", 100, "closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {TlsContexts.TLS_1_2, TlsContexts.TLS_1_3})
  void lines_come_back_over_tls(String protocol) throws Exception {
    assertThat(
            this.<List<Object>>run(
                SECURE, "echoes", CONTEXTS.server(), TlsContexts.only(CONTEXTS.client(), protocol)))
        .containsExactly("one", "two", "three", protocol, null, null);
  }

  @Test
  void files_are_read_and_written(@TempDir Path folder) throws Exception {
    assertThat(this.<List<Object>>run(FILES, "streams", folder))
        .containsExactly(8L, 8L, "one", 4L, "two", "one", "two", "three", 0);
  }

  @Test
  void a_file_goes_through_a_connection(@TempDir Path folder) throws Exception {
    Path from = folder.resolve("from");
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Files.write(from, bytes);
    Path to = folder.resolve("to");
    assertThat(this.<Boolean>run(TRANSFERS, "a_transfer", from, to)).isTrue();
    assertThat(to).hasBinaryContent(bytes);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs that it runs are those of Unix")
  void a_dialogue_with_a_process() throws Exception {
    assertThat(this.<List<Object>>run(PROCESSES, "a_dialogue"))
        .containsExactly("one", "two", "three", null, 0);
  }

  @Test
  void the_selectors_thread_ends_with_the_loop() throws Exception {
    this.<List<Object>>run(CONNECTING, "echoes", "");
    joinSelectors();
  }

  @Test
  void a_loop_whose_host_has_gone_closes_its_connections() throws Exception {
    EventLoop loop = EventLoop.hostedOn(host);
    loop.setExceptionHandler((message, exception) -> {});
    var idle = loop.spawn(SERVERS.<List<Object>>coroutine("idle_clients", 3));
    loop.submit(() -> "its first step was taken").get();
    host.shutdown();
    loop.close();
    assertThat(idle).isDone();
    joinSelectors();
  }

  private static void joinSelectors() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("fermata-selector")) {
        thread.join();
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }
}
