package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loop closes the generator that it reads, however it is left. */
class GeneratorLoopsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "GeneratorLoops.java"));

  @BeforeEach
  void forget() {
    PROGRAM.<List<Object>>call("taken");
  }

  private static Object run(String method) {
    return VirtualTime.run(PROGRAM.<Object>coroutine(method));
  }

  private static List<Object> log(String method) {
    return VirtualTime.run(PROGRAM.<List<Object>>coroutine(method));
  }

  @Test
  void a_break_closes_behind_what_stands_before_it() {
    assertThat(log("breaks")).containsExactly("found 2", "end of a", "behind");
  }

  @Test
  void a_return_closes_when_its_value_is_known() {
    assertThat(run("returns")).isEqualTo(2);
    assertThat(PROGRAM.<List<Object>>call("taken")).containsExactly("returns", "end of a");
  }

  @Test
  void a_labelled_continue_closes_the_inner_loop_and_a_labelled_break_both() {
    assertThat(log("continues_outer"))
        .containsExactly(
            "end of inner 0", "end of inner 1", "end of inner 2", "end of outer", "behind");
  }

  @Test
  void an_exception_closes_before_it_is_caught() {
    assertThat(log("throwing")).containsExactly("end of a", "body", "finally");
  }

  @Test
  void a_return_runs_inner_cleanups_first_and_outer_ones_last() {
    assertThat(run("returns_through_finally")).isEqualTo(1);
    assertThat(PROGRAM.<List<Object>>call("taken"))
        .containsExactly("inner", "inner", "end of a", "outer");
  }

  @Test
  void a_failure_to_close_is_suppressed_by_that_of_the_body() {
    assertThat(log("fails_twice")).containsExactly("body 1, suppressed cleanup");
  }

  @Test
  void a_failure_to_close_at_a_break_is_thrown() {
    assertThat(log("fails_at_the_break")).containsExactly(1, "cleanup");
  }

  @Test
  void a_generator_that_is_closed_closes_what_its_own_loop_reads() {
    assertThat(log("closes_what_its_source_loops_over")).containsExactly(0, "end of inmost");
  }

  @Test
  void a_failure_of_a_cleanup_deep_down_is_not_lost() {
    assertThat(log("a_cleanup_deep_down_fails")).containsExactly(1, "cleanup");
  }

  @Test
  void plain_generators_are_closed_too_and_other_iterators_left_alone() {
    assertThat(log("plain_ones"))
        .containsExactly("end of a", "end of b", "body 0", "left", "end of the tree", "x");
  }

  @Test
  void an_iterator_that_is_used_again_is_its_users() {
    assertThat(log("a_held_iterator_goes_on")).containsExactly("goes on with 2", "end of held");
  }

  @Test
  void an_iterator_of_a_users_own_is_closed_also_at_its_end() {
    assertThat(log("an_iterator_of_ones_own")).containsExactly(2, 1, "closed", 2, "closed");
  }

  @Test
  void generators_that_are_open_when_the_loop_ends_are_closed() {
    assertThat(log("leaves_generators_open")).containsExactly(0, 0);
    assertThat(PROGRAM.<List<Object>>call("taken"))
        .containsExactlyInAnyOrder("end of a", "end of b");
  }

  @Test
  void tasks_are_cancelled_before_generators_are_closed() {
    assertThat(log("leaves_a_task_with_a_generator")).containsExactly(0);
    assertThat(PROGRAM.<List<Object>>call("taken")).containsExactly("end of a");
  }

  @Test
  void a_generator_that_is_collected_is_closed_by_its_loop() {
    assertThat(log("drops_a_generator")).containsExactly(0, "end of dropped");
  }
}
