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

  private static final Path SOURCE = Path.of("src", "test", "programs", "SyncModels.java");
  private static final WovenProgram PROGRAM = WovenProgram.of(SOURCE);
  private static final WovenProgram EXCHANGES =
      WovenProgram.of(Path.of("src", "test", "programs", "ExchangeModels.java"), SOURCE);

  @ParameterizedTest
  @ValueSource(strings = {"lock", "semaphore", "event", "condition", "barrier"})
  void random_programs_keep_what_they_promise(String primitive) {
    run(PROGRAM, primitive);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "channel", "select"})
  void random_exchanges_keep_what_they_promise(String primitive) {
    run(EXCHANGES, primitive);
  }

  private static void run(WovenProgram program, String primitive) {
    long done = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        done += VirtualTime.run(program.<Integer>coroutine(primitive, seed));
      } catch (Throwable failure) {
        throw new AssertionError(primitive + " with seed " + seed, failure);
      }
    }
    assertThat(done).as("operations done").isGreaterThan(SEEDS * 5L);
  }
}
