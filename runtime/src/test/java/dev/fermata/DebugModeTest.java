package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.woven.NeverAwaitedMain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugModeTest {
  private static final List<String> DEBUG = List.of("-Dfermata.debug=true");

  @ParameterizedTest
  @ValueSource(strings = {"exit", "collected", "loop"})
  void a_coroutine_that_is_never_awaited_is_reported_with_its_place(String when) throws Exception {
    FreshJvm.Result result = FreshJvm.run(NeverAwaitedMain.class, DEBUG, when);
    assertThat(result.output())
        .matches(
            "(?s).*RuntimeWarning: coroutine 'Woven.square' was never awaited\n"
                + "  made at \\S*NeverAwaitedMain.make\\(NeverAwaitedMain.java:\\d+\\)\n.*")
        .containsOnlyOnce("RuntimeWarning")
        .contains("end of main");
    boolean before =
        result.output().indexOf("RuntimeWarning") < result.output().indexOf("end of main");
    assertThat(before).isEqualTo(!when.equals("exit"));
    assertThat(result.status()).isZero();
  }

  @Test
  void a_sleep_that_is_never_awaited_is_reported_too() throws Exception {
    assertThat(FreshJvm.run(NeverAwaitedMain.class, DEBUG, "sleep").output())
        .contains("coroutine 'Fermata.sleep' was never awaited")
        .contains("made at dev.fermata.woven.NeverAwaitedMain.main(NeverAwaitedMain.java:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acquire", "withLock"})
  void an_operation_of_a_lock_that_is_never_awaited_is_reported_once(String operation)
      throws Exception {
    assertThat(FreshJvm.run(NeverAwaitedMain.class, DEBUG, operation).output())
        .contains("coroutine 'Lock." + operation + "' was never awaited")
        .containsOnlyOnce("RuntimeWarning");
  }

  @Test
  void places_in_queues_are_not_taken_for_coroutines_that_nobody_awaits() throws Exception {
    assertThat(FreshJvm.run(NeverAwaitedMain.class, DEBUG, "sync").output())
        .isEqualTo("end of main\n");
  }

  @Test
  void awaited_coroutines_are_not_reported() throws Exception {
    assertThat(FreshJvm.run(NeverAwaitedMain.class, DEBUG, "awaited").output())
        .isEqualTo("end of main\n");
  }

  @Test
  void without_debug_mode_nothing_is_reported() throws Exception {
    assertThat(FreshJvm.run(NeverAwaitedMain.class, List.of(), "exit").output())
        .isEqualTo("end of main\n");
  }
}
