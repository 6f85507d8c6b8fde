package dev.fermata.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.EventLoop;
import dev.fermata.testing.VirtualTime;
import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is the same for whatever tasks wait in. */
class WaitingTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Waiting.java"));

  private static final List<String> KINDS =
      List.of(
          "lock",
          "semaphore",
          "event",
          "condition",
          "take",
          "put",
          "join",
          "receive",
          "send",
          "iterator",
          "select",
          "select of a queue");

  static Stream<String> kinds() {
    return KINDS.stream();
  }

  static Stream<Arguments> kindsAndPlaces() {
    return KINDS.stream()
        .flatMap(kind -> Stream.of(0, 1, 3).map(which -> Arguments.of(kind, which)));
  }

  private static List<Object> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<Object>>coroutine(method, arguments));
  }

  /** Those who were woken, in the order of their names; who is woken goes on. */
  private static List<Object> woken(List<Object> log) {
    assertThat(log.stream().filter(entry -> entry.toString().endsWith("went on")))
        .hasSameSizeAs(log.stream().filter(Integer.class::isInstance).toList());
    return log.stream().filter(entry -> !entry.toString().endsWith("went on")).toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tasks_are_woken_in_the_order_in_which_they_came(String kind) {
    assertThat(woken(run("in_order", kind))).containsExactly(0, 1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("kindsAndPlaces")
  void one_that_is_cancelled_is_passed_over(String kind, int which) {
    List<Object> expected = new ArrayList<>();
    expected.add(which + " cancelled");
    IntStream.range(0, 4).filter(i -> i != which).forEach(expected::add);
    assertThat(woken(run("one_cancelled", kind, which))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void one_that_is_cancelled_gets_nothing_that_comes_in_the_same_turn(String kind) {
    assertThat(woken(run("next_cancelled_in_the_same_turn", kind)))
        .containsExactlyInAnyOrder("0 cancelled", 1, 2, 3)
        .containsSubsequence(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_was_handed_over_is_not_lost_to_a_cancel_that_comes_later(String kind) {
    List<Object> log = run("cancelled_after_it_was_woken", kind);
    assertThat(log).contains("0 cancelled").doesNotContain("0 went on");
    assertThat(log.stream().filter(Integer.class::isInstance)).containsExactly(0, 1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tasks_that_wait_when_the_program_ends_are_cancelled_and_clean_up(String kind) {
    List<Object> log = new ArrayList<>();
    VirtualTime.<Void>run(PROGRAM.coroutine("program_ends", log, kind));
    assertThat(log)
        .containsExactlyInAnyOrder("0 cancelled", "1 cancelled", "2 cancelled", "3 cancelled");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void many_tasks_may_be_cancelled(String kind) {
    int entries = VirtualTime.run(PROGRAM.<Integer>coroutine("many_cancelled", kind));
    assertThat(entries).isEqualTo(9_999 + 2);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void another_loop_is_refused_until_the_first_one_is_closed(String kind) {
    Object place = PROGRAM.call("place", kind);
    try (EventLoop second = new EventLoop()) {
      try (EventLoop first = new EventLoop()) {
        assertThat(first.run(PROGRAM.<String>coroutine("is_woken", place))).contains("7 went on");
        assertThatThrownBy(() -> second.run(PROGRAM.coroutine("waits", place)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageMatching(
                "this \\w+ belongs to another event loop than thread '.*'; make one for each loop");
      }
      // An event stays set, and a queue is joined once nothing is left to be done.
      boolean once = kind.equals("event") || kind.equals("join");
      Object fresh = once ? PROGRAM.call("place", kind) : place;
      assertThat(second.run(PROGRAM.<String>coroutine("is_woken", fresh))).contains("7 went on");
    }
  }
}
