package dev.fermata.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random programs with cancels and deadlines, and what must be so in all of them. */
class SyncModelsTest {
  private static final int SEEDS = 300;

  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "SyncModels.java"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lock",
        "semaphore",
        "event",
        "condition",
        "barrier",
        "queue",
        "channel",
        "select"
      })
  void random_programs_keep_what_they_promise(String primitive) {
    long done = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        done += VirtualTime.run(PROGRAM.<Integer>coroutine(primitive, seed));
      } catch (Throwable failure) {
        throw new AssertionError(primitive + " with seed " + seed, failure);
      }
    }
    assertThat(done).as("operations done").isGreaterThan(SEEDS * 5L);
  }
}
