package dev.fermata.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lettuce and a Redis server. After each await the thread is checked: see Here. */
@Timeout(60) // what would wait for ever is told as a failure
class RedisTest {
  private static final WovenProgram PROGRAM = Programs.of("ForeignRedis.java");

  private static RedisServer server;
  private static RedisClient client;

  /** Before each test, so that each one is told to be skipped where there is no server. */
  @BeforeEach
  void start() throws IOException {
    if (server == null) {
      server = RedisServer.start();
      client = RedisClient.create();
    }
  }

  @AfterAll
  static void stop() {
    try {
      if (client != null) {
        client.shutdown();
      }
    } finally {
      if (server != null) {
        server.close();
      }
    }
  }

  private static <T> T run(String method, Object... more) {
    Object[] arguments = new Object[2 + more.length];
    arguments[0] = client;
    arguments[1] = server.uri();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Fermata.run(PROGRAM.<T>coroutine(method, arguments));
  }

  @Test
  void commands_are_sent_one_after_another() {
    assertThat(RedisTest.<List<Object>>run("sets_and_gets"))
        .containsExactly("OK", "value", null, 1L, 2L, 3L, 10);
    assertThat(PROGRAM.<Integer>call("checks")).isEqualTo(11);
  }

  @Test
  void a_thousand_commands_are_sent_before_the_first_is_answered() {
    assertThat(RedisTest.<List<Long>>run("pipelined", 1_000))
        .isEqualTo(LongStream.rangeClosed(1, 1_000).boxed().toList());
  }

  @Test
  void messages_that_come_on_a_thread_of_lettuces_are_an_async_loop() {
    assertThat(RedisTest.<List<Object>>run("published", 300)).containsExactly(true, 0L);
    assertThat(PROGRAM.<Integer>call("checks")).isGreaterThan(600);
  }

  @Test
  void a_blocking_command_ends_with_its_task_and_its_connection() {
    assertThat(RedisTest.<List<Object>>run("a_cancelled_pop"))
        .containsExactly("one", "cancelled", "two");
  }

  @Test
  void a_cancel_cancels_the_command_and_not_what_the_server_does() {
    assertThat(RedisTest.<List<Object>>run("a_cancelled_command"))
        .containsExactly(true, "PONG", 0L);
  }

  @Test
  void a_connection_that_comes_after_the_cancel_is_closed() {
    assertThat(RedisTest.<List<Object>>run("a_cancelled_connect"))
        .containsExactly("cancelled", true, "closed");
  }

  @Test
  void an_error_reply_is_thrown_as_lettuce_has_made_it() {
    String message = "ERR value is not an integer or out of range";
    assertThat(RedisTest.<List<Object>>run("an_error_reply"))
        .containsExactly(message, true, message, "no number");
  }

  @Test
  void a_command_outlives_a_connection_that_the_server_ends() {
    assertThat(RedisTest.<List<Object>>run("a_killed_connection", true))
        .containsExactly(1L, "element", true);
  }

  @Test
  void where_lettuce_does_not_connect_again_the_command_fails_and_a_new_connection_works() {
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    try {
      assertThat(RedisTest.<List<Object>>run("a_killed_connection", false))
          .containsExactly(1L, "told", "PONG");
    } finally {
      client.setOptions(ClientOptions.create());
    }
  }
}
