package dev.fermata.compiler.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.spill.FrameField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of frame sizes against what HotSpot says of the same classes, on 17 and on 25. */
class FrameSizeTest {
  @ParameterizedTest
  @CsvSource({
    "'', 24",
    "I, 24",
    "IL, 32",
    "ILI, 32",
    "JLI, 40",
    "JL, 32",
    "J, 32",
    "DI, 32",
    "FLLL, 40",
    "JJLL, 48",
    "JLLL, 40"
  })
  void a_frame_is_as_large_as_the_object(String letters, int bytes) {
    assertThat(
            FrameSize.of(
                letters
                    .chars()
                    .mapToObj(letter -> letter == 'L' ? "Ljava/lang/String;" : "" + (char) letter)
                    .map(descriptor -> new FrameField("f", descriptor))
                    .toList()))
        .isEqualTo(bytes);
  }
}
