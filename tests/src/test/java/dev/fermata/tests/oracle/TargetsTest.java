package dev.fermata.tests.oracle;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Mode.Timing;
import java.lang.reflect.Method;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Runs every target woven, in every build and mode, and compares it with the oracle. */
class TargetsTest {
  private static final RunCounts RUNS = new RunCounts();

  @AfterAll
  static void keepCounts() {
    RUNS.write(TargetsTest.class);
  }

  @TestFactory
  Stream<DynamicNode> woven_targets_on_a_loop_behave_as_the_oracle() {
    return Build.all().stream()
        .map(TargetSuite::of)
        .map(Comparison::onLoop)
        .map(
            one ->
                tests(one, "woven_targets_on_a_loop_behave_as_the_oracle", (target, mode) -> true));
  }

  @TestFactory
  Stream<DynamicNode> woven_hot_targets_off_every_loop_behave_as_the_oracle() {
    return Build.all().stream()
        .filter(build -> build.style() == Build.Style.HOT)
        .map(TargetSuite::of)
        .map(Comparison::offLoop)
        .map(
            one ->
                tests(
                    one,
                    "woven_hot_targets_off_every_loop_behave_as_the_oracle",
                    (target, mode) -> true));
  }

  // case 117
  @TestFactory
  Stream<DynamicNode> woven_hot_targets_that_another_thread_resumes_behave_as_the_oracle() {
    return Build.all().stream()
        .filter(build -> build.style() == Build.Style.HOT)
        .map(TargetSuite::of)
        .map(Comparison::raced)
        .map(
            one ->
                tests(
                    one,
                    "woven_hot_targets_that_another_thread_resumes_behave_as_the_oracle",
                    TargetsTest::isRaced));
  }

  /**
   * Nobody can cancel a method that has not returned. A lock that its thread holds meanwhile, and
   * be it that of a caller, can't be taken or unlocked by the thread that goes on.
   */
  private static boolean isRaced(Method target, Mode mode) {
    String owner = target.getDeclaringClass().getSimpleName();
    return mode.timing() != Timing.DONE
        && mode.cancelAt() == 0
        && !owner.equals("ReleasedMonitorsTarget")
        && !target.getName().equals("lock_across_an_await");
  }

  private static DynamicNode tests(
      Comparison uncounted, String test, BiPredicate<Method, Mode> wanted) {
    Comparison comparison = uncounted.counting(RUNS, "TargetsTest." + test);
    return dynamicContainer(
        comparison.kind(),
        comparison.oracles().stream()
            .flatMap(
                oracle ->
                    comparison.modes(oracle).stream()
                        .filter(mode -> wanted.test(oracle, mode))
                        .map(
                            mode ->
                                dynamicTest(
                                    comparison.name(oracle, mode),
                                    () -> comparison.check(oracle, mode)))));
  }
}
