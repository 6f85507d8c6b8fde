package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generators, async iteration and async close, on virtual time. */
class GeneratorsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Generators.java"));

  @BeforeEach
  void forget() {
    PROGRAM.<List<Object>>call("taken");
  }

  private static List<Object> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<Object>>coroutine(method, arguments));
  }

  @Test
  void a_loop_awaits_each_element() {
    assertThat(run("loops")).containsExactly("start", 0, 1, 2, 3, "finally");
  }

  @Test
  void a_generator_delegates_to_async_and_plain_sources() {
    assertThat(run("delegates"))
        .containsExactly(
            "first", "start", 0, 1, "finally", "x", "y", "start", "a0", "b0", "finally");
  }

  @Test
  void a_generator_that_is_closed_early_cleans_up_and_its_cleanup_awaits() {
    assertThat(run("closes_early")).containsExactly("start", 0, 1, 2, "finally", "after");
  }

  @Test
  void closing_a_generator_closes_the_source_that_it_delegates_to() {
    assertThat(run("closes_the_source_of_a_delegation"))
        .containsExactly("first", "start", 0, "finally");
  }

  @Test
  void a_generator_that_has_not_begun_is_closed_without_running() {
    assertThat(run("closes_before_the_start")).containsExactly("nothing");
  }

  @Test
  void an_exception_of_the_body_is_thrown_in_the_loop() {
    assertThat(run("fails", false)).containsExactly(1, "no second element");
    assertThat(run("fails", true)).containsExactly(1, "no second element");
  }

  @Test
  void a_cancel_reaches_a_source_that_waits_and_then_the_loop() {
    // The source is held at its first sleep: it gets the cancel first, and cleans up.
    assertThat(run("is_cancelled_in_the_source"))
        .containsExactly("start", 0, "finally", "cancelled");
  }

  @Test
  void each_iterator_runs_the_body_from_its_start() {
    assertThat(run("iterates_twice")).containsExactly("start", 0, "finally", "start", 0, "finally");
  }

  @Test
  void a_loop_in_an_async_lambda_awaits_too() {
    assertThat(run("runs_in_a_lambda")).containsExactly("start", 0, 1, "finally");
  }

  @Test
  void a_plain_generator_is_lazy_and_is_closed_early() throws Exception {
    Iterable<Integer> numbers = PROGRAM.call("fibonacci");
    Iterator<Integer> iterator = numbers.iterator();
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      first.add(iterator.next());
    }
    assertThat(first).containsExactly(0, 1, 1, 2, 3, 5, 8, 13);
    ((AutoCloseable) iterator).close();
    assertThat(PROGRAM.<List<Object>>call("taken")).containsExactly("closed");
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("Generators.fibonacci");
  }

  @Test
  void a_plain_generator_delegates_to_itself() {
    Iterable<Integer> tree = PROGRAM.call("tree", 3);
    assertThat(tree).containsExactly(1, 2, 1, 3, 1, 2, 1);
    assertThat(tree).containsExactly(1, 2, 1, 3, 1, 2, 1);
  }

  @Test
  void an_iterator_keeps_wide_values() {
    Iterator<long[]> wide = PROGRAM.call("wide", 4);
    List<Long> sums = new ArrayList<>();
    wide.forEachRemaining(pair -> sums.add(pair[0] * 10 + pair[1]));
    assertThat(sums).containsExactly(1L, 11L, 31L, 61L);
  }

  @Test
  void a_generator_may_not_emit_while_it_is_closed() {
    Iterable<Integer> stubborn = PROGRAM.call("stubborn");
    Iterator<Integer> iterator = stubborn.iterator();
    iterator.next();
    assertThatThrownBy(((AutoCloseable) iterator)::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("emits while it is closed");
  }

  @Test
  void resources_are_closed_at_the_brace_and_later_failures_are_suppressed() {
    assertThat(run("uses_resources", true))
        .containsExactly(
            "body",
            "closed b",
            "closed a",
            "body",
            "suppressed close of b",
            "suppressed close of a");
    assertThat(run("uses_resources", false))
        .containsExactly("body", "closed b", "closed a", "close of a");
  }

  @Test
  void an_explicit_close_awaits() {
    assertThat(run("closes_explicitly")).containsExactly("closed r", "after");
  }

  @Test
  void where_nothing_awaits_a_close_or_a_loop_says_what_to_do() {
    assertThatThrownBy(() -> PROGRAM.call("closes_where_nothing_awaits"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closes_where_nothing_awaits")
        .hasMessageContaining("closeAsync()");
    assertThatThrownBy(() -> PROGRAM.call("loops_where_nothing_awaits"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hasNextAsync()");
  }
}
