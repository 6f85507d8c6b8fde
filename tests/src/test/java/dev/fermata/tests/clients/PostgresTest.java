package dev.fermata.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Vert.x's client and a PostgreSQL server. After each await the thread is checked: see Here. */
@Timeout(60) // what would wait for ever is told as a failure
class PostgresTest {
  private static final WovenProgram PROGRAM = Programs.of("ForeignPostgres.java");
  private static final int CONNECTIONS = 3;

  private static PostgresServer server;

  private Object session;

  /** Before each test, so that each one is told to be skipped where there is no server. */
  @BeforeEach
  void start() throws IOException {
    if (server == null) {
      server = PostgresServer.start();
    }
    session = PROGRAM.call("open", LocalServer.HOST, server.port, PostgresServer.USER, CONNECTIONS);
  }

  @AfterEach
  void closeSession() {
    if (session != null) {
      run("close");
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private <T> T run(String method, Object... more) {
    Object[] arguments = new Object[1 + more.length];
    arguments[0] = session;
    System.arraycopy(more, 0, arguments, 1, more.length);
    return Fermata.run(PROGRAM.<T>coroutine(method, arguments));
  }

  @Test
  void a_thousand_rows_are_inserted_in_a_transaction() {
    assertThat(this.<List<Object>>run("inserts_and_selects", 1_000))
        .containsExactly(1_000L, "997 item 997", "998 item 998", "999 item 999");
    assertThat(PROGRAM.<Integer>call("checks")).isEqualTo(7);
  }

  @Test
  void a_violated_constraint_is_thrown_as_it_is_and_the_transaction_is_rolled_back() {
    assertThat(this.<List<Object>>run("a_violation"))
        .containsExactly("23505", "item_pkey", List.of(), 3L, "42P01", true);
  }

  @Test
  void the_transaction_of_a_cancelled_task_is_rolled_back() {
    assertThat(this.<List<Object>>run("a_cancelled_transaction"))
        .containsExactly("inserted", "cancelled", 0L);
  }

  @Test
  void a_connection_that_comes_after_the_cancel_is_given_back() {
    assertThat(this.<List<Object>>run("a_cancelled_wait_for_a_connection", CONNECTIONS))
        .containsExactly("cancelled", 0L, CONNECTIONS);
  }

  @Test
  void rows_of_a_cursor_are_an_async_loop_which_closes_it() {
    assertThat(this.<List<Object>>run("streamed", 1_050))
        .containsExactly(1_050L * 1_051 / 2, 150, 0L);
  }

  @Test
  void tasks_wait_for_a_connection_of_the_pool() {
    assertThat(this.<List<Object>>run("more_tasks_than_connections", 50))
        .containsExactly(50, CONNECTIONS);
    assertThat(PROGRAM.<Integer>call("checks")).isEqualTo(151);
  }

  @Test
  void the_statement_of_a_cancelled_task_is_cancelled_where_the_task_says_so() {
    assertThat(this.<List<Object>>run("a_cancelled_statement")).containsExactly("cancelled", 1);
  }

  @Test
  void notifications_come_into_a_channel() {
    assertThat(this.<List<Object>>run("notified")).containsExactly("one true", "two true");
  }
}
