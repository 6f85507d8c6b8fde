package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An async close is told why; on virtual time. */
class ClosingTest {
  private static final Path SOURCE = Path.of("src", "test", "programs", "Closing.java");

  /** The compilers, which write a try-with-resources in different ways. */
  enum Compiler {
    JAVAC(WovenProgram.of(SOURCE)),
    ECJ(WovenProgram.ofEcj(SOURCE));

    private final WovenProgram program;

    Compiler(WovenProgram program) {
      this.program = program;
    }

    List<String> log(String method, Object... arguments) {
      return VirtualTime.run(program.<List<String>>coroutine("log", method, arguments));
    }
  }

  @BeforeEach
  void forget() {
    for (Compiler compiler : Compiler.values()) {
      compiler.program.<List<String>>call("taken");
    }
  }

  // try-with-resources

  @ParameterizedTest
  @EnumSource
  void a_body_that_ends_closes_without_a_failure(Compiler compiler) {
    assertThat(compiler.log("one", false, false)).containsExactly("body", "a ends", "value 1");
    assertThat(compiler.log("one_that_returns", false)).containsExactly("a ends", "value 1");
  }

  @ParameterizedTest
  @EnumSource
  void a_body_that_throws_closes_with_its_exception(Compiler compiler) {
    assertThat(compiler.log("one", true, false))
        .containsExactly("body", "a fails: step", "StepException: step");
    assertThat(compiler.log("one_that_returns", true))
        .containsExactly("a fails: step", "StepException: step");
  }

  @ParameterizedTest
  @EnumSource
  void a_failure_to_close_is_suppressed_by_the_exception_of_the_body(Compiler compiler) {
    assertThat(compiler.log("one", true, true))
        .containsExactly("body", "a fails: step", "StepException: step", "suppressed close of a");
    assertThat(compiler.log("one", false, true))
        .containsExactly("body", "a ends", "IllegalArgumentException: close of a");
  }

  @ParameterizedTest
  @EnumSource
  void an_outer_resource_is_told_what_the_inner_one_throws(Compiler compiler) {
    assertThat(compiler.log("two", false, false)).containsExactly("b ends", "a ends", "value 1");
    assertThat(compiler.log("two", false, true))
        .containsExactly("b ends", "a fails: close of b", "IllegalArgumentException: close of b");
    assertThat(compiler.log("two", true, false))
        .containsExactly("b fails: step", "a fails: step", "StepException: step");
    assertThat(compiler.log("two", true, true))
        .containsExactly(
            "b fails: step", "a fails: step", "StepException: step", "suppressed close of b");
    assertThat(compiler.log("three", true))
        .containsExactly(
            "c fails: step",
            "b fails: step",
            "a fails: step",
            "StepException: step",
            "suppressed close of c",
            "suppressed close of b");
    assertThat(compiler.log("three", false))
        .containsExactly(
            "c ends",
            "b fails: close of c",
            "a fails: close of c",
            "IllegalArgumentException: close of c",
            "suppressed close of b");
  }

  @ParameterizedTest
  @EnumSource
  void a_resource_is_told_that_the_next_one_could_not_be_opened(Compiler compiler) {
    assertThat(compiler.log("second_is_not_opened", true))
        .containsExactly("a fails: no b", "IllegalStateException: no b");
    assertThat(compiler.log("second_is_not_opened", false))
        .containsExactly("b ends", "a ends", "value 1");
  }

  @ParameterizedTest
  @EnumSource
  void a_resource_that_is_null_is_not_closed(Compiler compiler) {
    assertThat(compiler.log("none", true)).containsExactly("StepException: step");
    assertThat(compiler.log("none", false)).containsExactly("a ends", "value 1");
  }

  @ParameterizedTest
  @EnumSource
  void a_variable_that_is_there_already_is_closed_like_any_other(Compiler compiler) {
    assertThat(compiler.log("existing_variable", true))
        .containsExactly("p fails: step", "StepException: step");
    assertThat(compiler.log("existing_variable", false)).containsExactly("p ends", "value 1");
  }

  @ParameterizedTest
  @EnumSource
  void an_exception_that_was_caught_before_the_resource_was_opened_is_not_its_failure(
      Compiler compiler) {
    assertThat(compiler.log("opened_in_a_handler", false))
        .containsExactly("a ends", "after step", "value 1");
    assertThat(compiler.log("opened_in_a_handler", true))
        .containsExactly("a fails: step", "StepException: step");
    assertThat(compiler.log("existing_variable_in_a_handler", false))
        .containsExactly("p ends", "after step", "StepException: step");
    assertThat(compiler.log("existing_variable_in_a_handler", true))
        .containsExactly("p fails: body", "IllegalStateException: body");
  }

  @ParameterizedTest
  @EnumSource
  void each_turn_of_a_loop_has_a_failure_of_its_own(Compiler compiler) {
    assertThat(compiler.log("in_a_loop"))
        .containsExactly(
            "r0 fails: step",
            "r1 ends",
            "r2 ends",
            "r3 fails: step",
            "r4 ends",
            "last step",
            "value 5");
  }

  @ParameterizedTest
  @EnumSource
  void an_exception_that_the_body_catches_is_not_its_failure(Compiler compiler) {
    assertThat(compiler.log("body_catches", false)).containsExactly("a ends", "value 1");
    assertThat(compiler.log("body_catches", true)).containsExactly("a ends", "StepException: step");
    assertThat(compiler.log("body_catches_and_leaves"))
        .containsExactly("a ends", "handled step", "value 1");
    assertThat(compiler.log("body_catches_and_fails"))
        .containsExactly("handled", "a fails: later", "last step", "IllegalStateException: later");
  }

  // Explicit closes

  @ParameterizedTest
  @EnumSource
  void a_finally_tells_what_is_on_its_way(Compiler compiler) {
    assertThat(compiler.log("in_a_finally", true))
        .containsExactly("a fails: step", "closed", "StepException: step");
    assertThat(compiler.log("in_a_finally", false)).containsExactly("a ends", "closed", "value 1");
    assertThat(compiler.log("opened_in_the_try", true))
        .containsExactly("a fails: step", "StepException: step");
    assertThat(compiler.log("opened_in_the_try", false)).containsExactly("a ends", "value 1");
    assertThat(compiler.log("finally_with_a_try", true))
        .containsExactly("in finally", "a fails: step", "StepException: step");
    assertThat(compiler.log("finally_with_a_try", false))
        .containsExactly("in finally", "a ends", "value 1");
  }

  @ParameterizedTest
  @EnumSource
  void a_finally_behind_a_catch_ends_normally(Compiler compiler) {
    assertThat(compiler.log("finally_after_a_catch"))
        .containsExactly("r0 ends", "r1 ends", "value 1");
  }

  @ParameterizedTest
  @EnumSource
  void a_finally_that_returns_lets_no_exception_go_on(Compiler compiler) {
    assertThat(compiler.log("finally_that_returns", true)).containsExactly("a ends", "value 2");
    assertThat(compiler.log("finally_that_returns", false)).containsExactly("a ends", "value 2");
  }

  @ParameterizedTest
  @EnumSource
  void a_close_in_a_handler_or_behind_it_is_told_what_it_has_caught(Compiler compiler) {
    assertThat(compiler.log("in_a_handler", true))
        .containsExactly("a fails: step", "IllegalStateException: wrapped step");
    assertThat(compiler.log("in_a_handler", false)).containsExactly("a ends", "value 1");
    assertThat(compiler.log("behind_a_handler", true))
        .containsExactly("a fails: step", "StepException: step");
    assertThat(compiler.log("behind_a_handler", false)).containsExactly("a ends", "value 1");
    assertThat(compiler.log("in_two_handlers", true))
        .containsExactly("a fails: step", "StepException: step");
  }

  @ParameterizedTest
  @EnumSource
  void a_close_without_a_try_has_no_failure(Compiler compiler) {
    assertThat(compiler.log("without_a_try")).containsExactly("a ends", "value 1");
  }

  @ParameterizedTest
  @EnumSource
  void a_resource_in_an_async_lambda_is_told_too(Compiler compiler) {
    assertThat(compiler.log("in_a_lambda", true))
        .containsExactly("a fails: step", "StepException: step");
    assertThat(compiler.log("in_a_lambda", false)).containsExactly("a ends", "value 1");
  }

  // The runtime's own

  @ParameterizedTest
  @EnumSource
  void a_task_group_waits_for_its_children_if_its_body_ends_and_else_cancels_them(
      Compiler compiler) {
    assertThat(compiler.log("group", false)).containsExactly("child done", "value 1");
    assertThat(compiler.log("group", true))
        .containsExactly("child cancelled", "StepException: step");
  }

  @ParameterizedTest
  @EnumSource
  void the_failure_of_a_child_goes_on_in_place_of_the_cancellation_of_the_body(Compiler compiler) {
    assertThat(compiler.log("group_whose_child_fails"))
        .containsExactly("b fails: cancelled", "a fails: child", "IllegalStateException: child");
  }

  @ParameterizedTest
  @EnumSource
  void a_time_limit_goes_on_in_place_of_the_cancellation_of_the_body(Compiler compiler) {
    assertThat(compiler.log("time_limit"))
        .containsExactly(
            "b fails: cancelled",
            "a fails: not done within 1s",
            "TimeoutException: not done within 1s");
  }
}
