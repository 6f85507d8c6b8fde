package dev.fermata.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to queues, channels and select. */
class ExchangesTest {
  private static final String NOTHING_LEFT =
      "nothing is left to be received: the channel is closed";
  private static final String NOTHING_SENT = "nothing can be sent: the channel is closed";
  private static final String SHUT_DOWN = "the queue was shut down";

  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Exchanges.java"));

  private static List<Object> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<Object>>coroutine(method, arguments));
  }

  @Test
  void a_taker_that_was_woken_has_its_element_and_takes_the_least() {
    assertThat(run("woken_takers_are_not_robbed"))
        .containsExactly("poll null", "poll 3", "a took 5", "a: " + SHUT_DOWN);
  }

  @Test
  void a_putter_that_was_woken_has_its_place() {
    assertThat(run("woken_putters_are_not_robbed"))
        .containsExactly("poll 1", "offer false", "size 0", "put 2", "poll 2", "offer true");
  }

  @Test
  void a_queue_that_is_shut_down_is_emptied_first() {
    assertThat(run("is_shut_down", false))
        .containsExactly(
            "put 3: " + SHUT_DOWN,
            "put 4: " + SHUT_DOWN,
            "a took 1",
            "a took 2",
            "a: " + SHUT_DOWN,
            "one left",
            "joined",
            "Queue[0 of 2, shut down]");
  }

  @Test
  void a_queue_that_is_shut_down_at_once_drops_its_elements() {
    assertThat(run("is_shut_down", true))
        .containsExactlyInAnyOrder(
            "put 3: " + SHUT_DOWN,
            "joined",
            "put 4: " + SHUT_DOWN,
            "a: " + SHUT_DOWN,
            "Queue[0 of 2, shut down]");
  }

  @Test
  void a_shutdown_comes_before_the_turn_of_a_woken_task() {
    assertThat(run("is_shut_down_before_their_turn", false))
        .containsExactly("a took 1", "a: " + SHUT_DOWN, "put 2: " + SHUT_DOWN);
    assertThat(run("is_shut_down_before_their_turn", true))
        .containsExactly("a: " + SHUT_DOWN, "put 2: " + SHUT_DOWN);
  }

  @Test
  void a_send_without_a_buffer_waits_for_the_receive() {
    assertThat(run("sends_three", 0))
        .containsExactly(
            "main", "received 0", "sent 0", "received 1", "sent 1", "received 2", "sent 2");
  }

  @Test
  void a_send_waits_while_the_buffer_is_full() {
    assertThat(run("sends_three", 1))
        .containsExactly(
            "sent 0", "main", "received 0", "sent 1", "received 1", "sent 2", "received 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void what_was_sent_before_the_close_is_received(int capacity) {
    List<Object> log = run("is_closed", capacity, false);
    assertThat(log)
        .contains("sent 0", "sent 1", "sent 2")
        .containsSubsequence(
            NOTHING_SENT,
            "closed for receive false",
            "a got 0",
            "a got 1",
            "a got 2",
            "a ends",
            NOTHING_LEFT,
            "closed for receive true")
        .hasSize(3 + 8);
  }

  @Test
  void a_channel_that_was_closed_by_a_failure_fails_its_receivers_at_its_end() {
    assertThat(run("is_closed", 1, true))
        .containsSubsequence(
            NOTHING_SENT, "a got 0", "a got 1", "a got 2", "a: " + NOTHING_LEFT + ", because");
    assertThat(run("is_closed_while_they_wait", true))
        .containsExactlyInAnyOrder(
            "a got 1", "a: " + NOTHING_LEFT + ", because", "b: " + NOTHING_LEFT + ", because");
  }

  @Test
  void a_loop_ends_when_the_channel_is_closed() {
    assertThat(run("is_closed_while_they_wait", false))
        .containsExactly("closing", "a got 1", "a ends", "b ends");
  }

  @Test
  void a_receiver_may_cancel_the_channel() {
    assertThat(run("is_cancelled"))
        .containsExactly(
            "sent 0",
            "the receiver of the channel has cancelled it",
            "a ends",
            "Channel[0 buffered, closed]");
  }

  @Test
  void an_iterator_gives_back_what_was_not_taken() {
    assertThat(
            run("an_iterator_gives_back").stream()
                .filter(entry -> !entry.toString().startsWith("sent")))
        .containsExactly(true, 0, true, true, "received 1", "received 2", false);
    assertThat(run("an_iterator_gives_back_to_a_waiter"))
        .containsExactly("sent 0", true, 0, NOTHING_LEFT);
  }

  @Test
  void an_element_that_was_handed_over_is_received_though_a_cancel_comes() {
    assertThat(run("a_cancel_comes_after_the_element"))
        .containsExactly("sent true", "got 1, cancelled false");
  }

  @Test
  void a_select_does_the_first_that_is_possible_and_nothing_else() {
    assertThat(run("selects").stream().filter(entry -> !entry.equals("sent 7")))
        .containsExactly(
            "a7", "b1", "otherwise", "timeout", "set", "sent to b", "sent to a", 6, false, true);
  }

  @Test
  void two_selects_may_meet_and_none_meets_itself() {
    assertThat(run("selects_meet")).containsExactly("sent 2", "other2");
  }

  @Test
  void a_select_hears_of_the_end() {
    assertThat(run("selects_what_ends"))
        .containsExactly(
            "end",
            NOTHING_LEFT,
            SHUT_DOWN,
            NOTHING_SENT,
            SHUT_DOWN,
            "the receiver of the channel has cancelled it",
            "a select without operations would wait for ever");
  }

  @Test
  void a_select_takes_from_queues_in_its_turn() {
    assertThat(run("selects_from_queues"))
        .containsExactly("took 3", "size 1 1", "put", 0, false, "put 1", 1);
  }

  @Test
  void a_cancelled_select_leaves_all_its_places() {
    assertThat(run("a_select_is_cancelled")).containsExactly(false, true, 2, "cancelled");
  }
}
