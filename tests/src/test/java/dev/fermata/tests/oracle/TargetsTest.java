package dev.fermata.tests.oracle;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Runs every target woven, in every build and mode, and compares it with the oracle. */
class TargetsTest {
  @TestFactory
  Stream<DynamicNode> woven_targets_on_a_loop_behave_as_the_oracle() {
    return Build.all().stream()
        .map(TargetSuite::of)
        .map(suite -> tests(suite, Comparison.onLoop(suite)));
  }

  @TestFactory
  Stream<DynamicNode> woven_hot_targets_off_every_loop_behave_as_the_oracle() {
    return Build.all().stream()
        .filter(build -> build.style() == Build.Style.HOT)
        .map(TargetSuite::of)
        .map(suite -> tests(suite, Comparison.offLoop(suite)));
  }

  private static DynamicNode tests(TargetSuite suite, Comparison comparison) {
    return dynamicContainer(
        comparison.kind(),
        suite.oracles().stream()
            .flatMap(
                oracle ->
                    comparison.modes(oracle).stream()
                        .map(
                            mode ->
                                dynamicTest(
                                    comparison.name(oracle, mode),
                                    () -> comparison.check(oracle, mode)))));
  }
}
