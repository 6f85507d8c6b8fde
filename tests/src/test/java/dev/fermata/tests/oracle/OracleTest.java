package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Mode.Timing;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle must be right before it may judge: it gives the same answer twice, and reacts. */
class OracleTest {
  static List<Build> builds() {
    return Build.all();
  }

  @ParameterizedTest
  @MethodSource("builds")
  void an_oracle_gives_the_same_answer_twice(Build build) {
    OracleRunner oracle = new OracleRunner();
    for (Method target : TargetSuite.of(build).oracles()) {
      for (Mode mode : Modes.of(target, Modes::countByOracle)) {
        assertThat(oracle.run(target, mode))
            .as("%s [%s, %s]", Comparison.nameOf(target), build, mode)
            .isEqualTo(oracle.run(target, mode));
      }
    }
  }

  /** A fault of the harness would make every comparison meaningless. */
  @ParameterizedTest
  @MethodSource("builds")
  void no_oracle_fails_for_a_reason_of_its_own(Build build) {
    OracleRunner oracle = new OracleRunner();
    for (Method target : TargetSuite.of(build).oracles()) {
      for (Mode mode : Modes.of(target, Modes::countByOracle)) {
        assertThat(oracle.run(target, mode).end())
            .as("%s [%s, %s]", Comparison.nameOf(target), build, mode)
            .doesNotContain("oracle", "Reflect", "LinkageError", "VerifyError", "NoSuch");
      }
    }
  }

  /** Each target must answer to its modes, or the modes test nothing. */
  @Test
  void a_target_suspends_as_often_as_it_awaits_what_is_pending() {
    Build build = Build.all().get(0);
    OracleRunner oracle = new OracleRunner();
    for (Method target : TargetSuite.of(build).oracles()) {
      assertThat(oracle.run(target, Mode.of(Timing.DONE)).suspensions())
          .as(Comparison.nameOf(target))
          .isZero();
      if (Modes.countByOracle(target, Mode.of(Timing.LATER)) > 0) {
        assertThat(oracle.run(target, Mode.of(Timing.LATER)).suspensions())
            .as(Comparison.nameOf(target))
            .isPositive();
      }
    }
  }
}
