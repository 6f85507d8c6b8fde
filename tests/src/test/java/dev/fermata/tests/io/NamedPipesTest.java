package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that hold up those who open them. */
@Timeout(60) // what would wait for ever is told as a failure
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its pipes are no files")
class NamedPipesTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("NamedPipes.java");

  @Test
  void many_opens_that_wait_hold_up_no_other_file(@TempDir Path folder) {
    assertThat(PROGRAM.<List<Object>>run("pipes_that_nobody_writes", folder, 40))
        .containsExactly(true, "read");
  }

  @Test
  void lines_go_through_a_pipe(@TempDir Path folder) {
    assertThat(PROGRAM.<List<Object>>run("lines_through_a_pipe", folder, 20_000))
        .containsExactly("AsyncFile[pipe] has no positions, as it is a pipe or a terminal", 20_000);
  }
}
