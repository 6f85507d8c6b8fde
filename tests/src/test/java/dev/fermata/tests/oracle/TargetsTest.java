package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fermata.tests.probe.Mode;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every target woven, in every build and mode, and compares it with the oracle. */
class TargetsTest {
  @TestFactory
  Stream<DynamicNode> woven_targets_on_a_loop_behave_as_the_oracle() {
    return Build.all().stream().map(build -> tests(build, "", new LoopRunner()));
  }

  @TestFactory
  Stream<DynamicNode> woven_hot_targets_off_every_loop_behave_as_the_oracle() {
    return Build.all().stream()
        .filter(build -> build.style() == Build.Style.HOT)
        .map(build -> tests(build, " off the loop", new OffLoopRunner()));
  }

  /** As it stands in a test's name, for example {@code OperandStack.long_below}. */
  static String nameOf(Method target) {
    String owner = target.getDeclaringClass().getSimpleName();
    return owner.substring(0, owner.length() - "Target".length()) + "." + target.getName();
  }

  private static DynamicNode tests(Build build, String where, TargetRunner runner) {
    WovenTargets woven = TargetBuilds.woven(build);
    Map<String, Method> wovenTargets =
        TargetBuilds.targets(build, woven.loader()).stream()
            .collect(Collectors.toMap(TargetsTest::nameOf, Function.identity()));
    List<Method> oracles = TargetBuilds.targets(build, TargetBuilds.oracle(build));
    return dynamicContainer(
        build + where,
        oracles.stream()
            .flatMap(
                oracle ->
                    Modes.of(oracle, Modes::countByOracle).stream()
                        .map(
                            mode -> {
                              Method target = wovenTargets.get(nameOf(oracle));
                              return test(build, where, mode, oracle, target, woven, runner);
                            })));
  }

  private static DynamicTest test(
      Build build,
      String where,
      Mode mode,
      Method oracle,
      Method target,
      WovenTargets woven,
      TargetRunner runner) {
    String name = nameOf(oracle) + " [" + build + where + ", " + mode + "]";
    return dynamicTest(
        name,
        () -> {
          Trace expected = new OracleRunner().run(oracle, mode);
          Trace actual;
          try {
            actual = runner.run(target, mode);
          } catch (Throwable e) {
            throw new AssertionError(name + " fails; " + listing(build, target, woven), e);
          }
          if (!actual.agreesWith(expected)) {
            assertThat(actual.toString())
                .as("%s; %s", name, listing(build, target, woven))
                .isEqualTo(expected.toString());
          }
        });
  }

  private static String listing(Build build, Method target, WovenTargets woven) {
    String owner = target.getDeclaringClass().getName().replace('.', '/');
    return "listing in " + Listings.write(build, target, woven.results().get(owner).bytes());
  }
}
