package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.diagnostic.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every woven class, whatever its methods do. */
class WovenClassesTest {
  static List<Build> builds() {
    return Build.all();
  }

  private static WovenTargets woven(Build build) {
    return TargetSuite.of(build).woven();
  }

  @ParameterizedTest
  @MethodSource("builds")
  void no_target_is_rejected(Build build) {
    assertThat(woven(build).diagnostics())
        .filteredOn(diagnostic -> diagnostic.code().severity() == Severity.ERROR)
        .isEmpty();
  }

  /** A lint that warns of good code is worse than none. */
  @ParameterizedTest
  @MethodSource("builds")
  void only_commented_places_of_targets_are_warned_of(Build build) {
    assertThat(
            woven(build).diagnostics().stream()
                .map(
                    diagnostic ->
                        diagnostic.code().id()
                            + " "
                            + diagnostic.location().className().replaceAll("^targets\\.", "")
                            + (build.debug() ? ":" + diagnostic.location().line() : "")))
        .containsExactlyInAnyOrderElementsOf(TargetSuite.of(build).expectedWarnings());
  }

  @ParameterizedTest
  @MethodSource("builds")
  void every_target_is_woven(Build build) {
    woven(build)
        .results()
        .forEach(
            (name, result) -> {
              if (name.endsWith("Target")) {
                assertThat(result.kind()).as(name).isEqualTo(CompilationResult.Kind.WOVEN);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("builds")
  void every_class_passes_the_verifier_of_the_jvm(Build build) throws Exception {
    WovenTargets woven = woven(build);
    for (String name : woven.all().keySet()) {
      String className = name.replace('/', '.');
      Class<?> loaded = Class.forName(className, false, woven.loader());
      try {
        // Linking verifies; a class is linked before it is initialised.
        Class.forName(className, true, woven.loader());
      } catch (ExceptionInInitializerError e) {
        assertThat(className).as("fails in its initialiser").contains("Broken");
      }
      assertThat(loaded.getDeclaredMethods()).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("builds")
  void weaving_a_woven_class_changes_nothing(Build build) {
    WovenTargets woven = woven(build);
    woven
        .all()
        .forEach(
            (name, bytes) -> {
              CompilationResult again = woven.weave(bytes);
              assertThat(again.kind()).as(name).isEqualTo(CompilationResult.Kind.UNCHANGED);
              assertThat(again.bytes()).as(name).isSameAs(bytes);
              assertThat(again.generated()).as(name).isEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource("builds")
  void weaving_is_deterministic_to_the_byte(Build build) {
    Map<String, byte[]> first = woven(build).all();
    Map<String, byte[]> second = WovenTargets.unverified(TargetSuite.of(build).classes()).all();
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void generated_classes_are_named_after_their_owner(Build build) {
    woven(build)
        .results()
        .forEach(
            (name, result) ->
                assertThat(result.generated().keySet())
                    .allSatisfy(generated -> assertThat(generated).startsWith(name + "$")));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void the_declared_members_stay_as_they_were(Build build) {
    WovenTargets woven = woven(build);
    woven
        .results()
        .forEach(
            (name, result) ->
                assertThat(ClassShape.of(result.bytes()))
                    .as(name)
                    .containsAll(ClassShape.of(woven.original().get(name))));
  }
}
