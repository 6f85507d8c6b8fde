package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a library says that its operations may be awaited as. */
class LateOperationsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "LateOperations.java"));

  private static <T> T run(String method, Object... arguments) {
    return Fermata.<T>run(PROGRAM.coroutine(method, arguments));
  }

  @Test
  void an_operation_is_begun_directly_with_and_without_a_wait() {
    assertThat(LateOperationsTest.<List<Object>>run("takes_and_waits", "plain"))
        .containsExactly(6_003, "directly", "directly", "directly", 1);
    assertThat(LateOperationsTest.<List<Object>>run("takes_and_waits", "quiet"))
        .containsExactly(6_003, "directly", "directly", "directly", 1);
  }

  @Test
  void an_override_that_says_nothing_is_called_as_it_was_written() {
    assertThat(LateOperationsTest.<List<Object>>run("takes_and_waits", "loud"))
        .containsExactly(-3, "overridden", "overridden", "overridden", 0);
  }

  @Test
  void a_method_that_is_not_there_is_no_error() {
    assertThat(LateOperationsTest.<String>run("names_a_method_that_is_not_there"))
        .isEqualTo("as written");
  }

  @Test
  void a_static_operation_is_begun_directly() {
    assertThat(LateOperationsTest.<String>run("static_one")).isEqualTo("directly called");
  }

  @Test
  void what_it_throws_is_thrown_by_the_await() {
    assertThat(LateOperationsTest.<String>run("fails")).isEqualTo("less than nothing");
  }

  @Test
  void a_suspension_is_free_again_after_a_cancel_or_a_failure() {
    assertThat(LateOperationsTest.<List<Object>>run("is_used_again"))
        .containsExactly("cancelled", "failed", 5, 1);
  }

  @Test
  void a_suspension_is_not_free_while_its_task_has_not_gone_on() {
    assertThat(LateOperationsTest.<List<Object>>run("is_not_free_before_its_task_has_gone_on"))
        .containsExactly(false, 8, 7);
  }

  @Test
  void a_suspension_that_holds_a_task_refuses_another_one() {
    assertThat(LateOperationsTest.<List<Object>>run("holds_one_task"))
        .containsExactly("LateOperations$Place holds another task", 1);
  }
}
