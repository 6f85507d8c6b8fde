package dev.fermata.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to locks, semaphores, events, conditions and barriers. */
class SynchronizersTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Synchronizers.java"));

  private static List<Object> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<Object>>coroutine(method, arguments));
  }

  @Test
  void a_released_lock_goes_to_the_waiter_and_to_nobody_before() {
    assertThat(run("nobody_gets_before_a_waiter"))
        .containsExactly(
            "released, locked true",
            "try false",
            "waiter in",
            "waiter out",
            "main in",
            "main out",
            "try true");
  }

  @Test
  void a_second_close_has_no_effect() {
    assertThat(run("closes_twice")).containsExactly("locked true", "locked false", "free 1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_body_runs_while_the_lock_is_held_however_it_ends(boolean suspends) {
    assertThat(run("runs_bodies", suspends))
        .containsExactly("locked true", "free 0", "failed", "locked true", "locked false, free 1");
  }

  @Test
  void a_deadline_ends_a_wait_for_a_lock() {
    assertThat(run("waits_with_a_deadline")).containsExactly(true, true, false);
  }

  @Test
  void a_cancelled_wait_for_a_condition_ends_with_the_lock() {
    assertThat(run("a_cancelled_wait_takes_the_lock_again"))
        .containsExactly(
            "main out",
            "a cancelled, locked true",
            "a cleaned up",
            "b cancelled, locked true",
            "b cleaned up",
            "locked false, waiting 0");
  }

  @Test
  void a_cancelled_task_takes_no_signal_and_a_signalled_one_keeps_it() {
    assertThat(run("signals_and_cancels"))
        .containsExactly(
            "main out",
            "a cancelled, locked true",
            "a cleaned up",
            "b signalled",
            "c signalled",
            "c goes on",
            "locked false, waiting 0");
  }

  @Test
  void a_cancel_that_is_taken_back_ends_a_wait_for_a_condition() {
    assertThat(run("a_cancel_is_taken_back"))
        .containsExactly("main out", "a signalled", "a goes on", "locked false, waiting 0");
  }

  @Test
  void a_hold_may_be_the_result_of_a_coroutine() {
    assertThat(run("passes_holds_on")).containsExactly(true, true, true, true, true, false);
  }

  @Test
  void a_lock_may_have_several_conditions() {
    assertThat(run("two_conditions"))
        .containsExactly("second signalled", "second goes on", "first signalled", "first goes on");
  }

  @Test
  void a_predicate_that_fails_fails_the_wait() {
    assertThat(run("a_predicate_fails")).containsExactly("asked", false);
  }

  @Test
  void a_barrier_waits_for_another_one_when_one_is_cancelled() {
    assertThat(run("a_barrier_loses_one"))
        .containsExactly(
            "waiting 1",
            "waiting 2",
            "d is 2",
            "b is 0",
            "c is 1",
            "waiting 1",
            "e: the barrier was reset",
            "f: the barrier was aborted",
            "i is 2",
            "g is 0",
            "h is 1",
            "Barrier[0 of 3]");
  }

  @Test
  void an_event_that_is_cleared_at_once_has_woken_its_waiters() {
    assertThat(run("an_event_is_cleared_before_their_turn"))
        .containsExactly("woken, set false", "Event[set]");
  }

  @Test
  void an_operation_is_awaited_once() {
    String message = VirtualTime.run(PROGRAM.<String>coroutine("an_acquire_is_awaited_twice"));
    assertThat(message).contains("'Lock.acquire' was already awaited");
  }
}
