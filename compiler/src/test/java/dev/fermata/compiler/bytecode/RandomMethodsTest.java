package dev.fermata.compiler.bytecode;

import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.RandomMethod;
import org.junit.jupiter.api.Test;

/**
 * Tests random control flow against the unwoven method. More seeds: {@code
 * -Dfermata.random.methods=10000}.
 */
class RandomMethodsTest {
  private static final int COUNT = Integer.getInteger("fermata.random.methods", 150);

  @Test
  void random_methods_with_monitors_do_woven_what_they_do_unwoven() {
    for (long seed = 0; seed < COUNT; seed++) {
      try {
        Equivalence.check(RandomMethod.releasing(seed), "m");
      } catch (AssertionError | RuntimeException | LinkageError e) {
        throw new AssertionError("the method of seed " + seed, e);
      }
    }
  }

  @Test
  void random_methods_do_woven_what_they_do_unwoven() {
    for (long seed = 0; seed < COUNT; seed++) {
      try {
        Equivalence.check(RandomMethod.of(seed), "m");
      } catch (AssertionError | RuntimeException | LinkageError e) {
        throw new AssertionError("the method of seed " + seed, e);
      }
    }
  }
}
