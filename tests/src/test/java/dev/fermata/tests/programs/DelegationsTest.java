package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What emitAll does is what a loop that emits each element does. */
class DelegationsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Delegations.java"));

  private static List<String> read(
      boolean all, boolean async, boolean slow, Object fault, int leaveAt) {
    return VirtualTime.run(
        PROGRAM.<List<String>>coroutine("reads", all, async, slow, fault, leaveAt));
  }

  private static Object[] faults() {
    return PROGRAM.call("faults");
  }

  static Stream<Arguments> ways() {
    Stream.Builder<Arguments> ways = Stream.builder();
    for (Object fault : faults()) {
      for (boolean async : new boolean[] {true, false}) {
        for (boolean slow : new boolean[] {true, false}) {
          for (int leaveAt : new int[] {-1, 0, 2, 9}) {
            ways.add(Arguments.of(async, slow, fault, leaveAt));
          }
        }
      }
    }
    return ways.build();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void emitting_all_is_as_emitting_each(boolean async, boolean slow, Object fault, int leaveAt) {
    assertThat(read(true, async, slow, fault, leaveAt))
        .isEqualTo(read(false, async, slow, fault, leaveAt));
  }

  @Test
  void the_source_is_closed_at_its_end() {
    assertThat(read(true, true, true, faults()[0], 9))
        .containsExactly("got -1", "got 0", "got 1", "got 2", "closed", "behind", "left");
  }
}
