package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fermata.Fermata;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How woven methods, tasks and lambdas behave among themselves. */
class ProgramsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Programs.java"));

  @Test
  void a_cold_method_runs_when_it_is_awaited() {
    assertThat(PROGRAM.<List<String>>call("cold_runs_when_awaited"))
        .containsExactly("made", "b", "got 2", "a", "got 1");
  }

  @Test
  void a_hot_method_runs_on_its_caller_up_to_the_first_wait() {
    assertThat(PROGRAM.<List<String>>call("hot_runs_to_its_first_wait"))
        .containsExactly("h starts", "returned", "h goes on", "result 5");
  }

  @Test
  void a_hot_method_never_throws_at_its_caller() {
    CompletableFuture<Integer> future = PROGRAM.call("hot_failure_is_in_the_future");
    assertThat(future).isCompletedExceptionally();
    assertThatThrownBy(future::join)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("from the body");
  }

  @Test
  void a_coroutine_is_awaited_once_only() {
    assertThatThrownBy(() -> PROGRAM.call("coroutine_is_awaited_twice"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Programs.noted");
  }

  @Test
  void one_lambda_object_runs_many_times_at_once() {
    assertThat(PROGRAM.<List<Integer>>call("one_lambda_runs_concurrently"))
        .containsExactly(1333, 2333, 3333);
  }

  @Test
  void a_future_class_of_the_users_own_is_made_by_its_constructor() {
    CompletableFuture<Integer> pending = new CompletableFuture<>();
    CompletableFuture<Integer> later = PROGRAM.call("own_future_class", pending);
    assertThat(later).isNotDone();
    assertThat(later.getClass().getSimpleName()).isEqualTo("Promise");
    pending.complete(1);
    assertThat(later).isCompletedWithValue(2);
    CompletableFuture<Integer> atOnce = PROGRAM.call("own_future_class", pending);
    assertThat(atOnce).isCompletedWithValue(2);
    assertThat(atOnce.getClass().getSimpleName()).isEqualTo("Promise");
    IllegalStateException failure = new IllegalStateException("failed");
    CompletableFuture<Integer> failed =
        PROGRAM.call("own_future_class", CompletableFuture.failedFuture(failure));
    assertThatThrownBy(failed::join).cause().isSameAs(failure);
  }

  @Test
  void a_method_may_return_a_completion_stage() {
    CompletableFuture<Integer> pending = new CompletableFuture<>();
    CompletionStage<Integer> stage = PROGRAM.call("stage", pending);
    pending.complete(1);
    assertThat(stage.toCompletableFuture()).isCompletedWithValue(2);
  }

  @Test
  void what_is_dead_at_a_suspension_is_not_held() {
    List<WeakReference<Object>> seen = new ArrayList<>();
    CompletableFuture<Integer> pending = new CompletableFuture<>();
    CompletableFuture<Integer> result = PROGRAM.call("dead_values", seen, pending);
    assertThat(seen).hasSize(4).allSatisfy(ProgramsTest::assertCollected);
    pending.complete(1);
    assertThat(result).isCompletedWithValue(1001);
  }

  @Test
  void what_died_since_the_last_suspension_is_not_held_at_the_next() {
    List<WeakReference<Object>> seen = new ArrayList<>();
    CompletableFuture<Integer> first = new CompletableFuture<>();
    CompletableFuture<Integer> second = new CompletableFuture<>();
    CompletableFuture<Integer> result = PROGRAM.call("values_that_die", seen, first, second);
    System.gc();
    assertThat(seen).singleElement().extracting(WeakReference::get).isNotNull();
    first.complete(1);
    assertThat(seen).allSatisfy(ProgramsTest::assertCollected);
    second.complete(2);
    assertThat(result).isCompletedWithValue(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_stack_trace_reads_as_if_the_code_were_synchronous(boolean suspended) {
    Throwable failure = catchThrowable(() -> PROGRAM.call("failing_chain", suspended));
    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("inner failed");
    List<String> methods =
        Arrays.stream(failure.getStackTrace())
            .filter(element -> element.getClassName().equals("Programs"))
            .map(StackTraceElement::getMethodName)
            .toList();
    assertThat(methods).startsWith("inner", "middle", "outer");
    assertThat(methods).noneMatch(method -> method.endsWith("$fermata"));
    assertThat(failure.getStackTrace()[0].getLineNumber()).isPositive();
  }

  @Test
  void many_tasks_take_turns_without_mixing_up_their_variables() {
    long expected = 0;
    for (int id = 0; id < 1_000; id++) {
      for (int turn = 0; turn < 50; turn++) {
        expected += id + turn;
      }
    }
    assertThat(PROGRAM.<Long>call("many_tasks_in_turns", 1_000, 50)).isEqualTo(expected);
  }

  @Test
  void no_wake_up_is_lost_when_another_thread_completes_futures() throws Exception {
    List<CompletableFuture<Integer>> futures =
        IntStream.range(0, 200_000).mapToObj(i -> new CompletableFuture<Integer>()).toList();
    Thread completer = new Thread(() -> futures.forEach(future -> future.complete(3)));
    completer.start();
    assertThat(PROGRAM.<Long>call("all_of", futures)).isEqualTo(600_000);
    completer.join();
  }

  @Test
  void a_cancelled_task_cleans_up_and_no_catch_of_exceptions_swallows_it() {
    assertThat(PROGRAM.<List<String>>call("a_cancelled_task_cleans_up"))
        .containsExactly("cleaned up", "cancelled");
  }

  @Test
  void an_await_in_code_that_was_not_woven_names_the_method_and_the_way_out() {
    assertThatThrownBy(() -> Fermata.await(CompletableFuture.completedFuture(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ProgramsTest")
        .hasMessageContaining("weave");
  }

  private static void assertCollected(WeakReference<Object> reference) {
    // One full collection clears a weak reference unless something holds it strongly.
    System.gc();
    assertThat(reference.get()).isNull();
  }
}
