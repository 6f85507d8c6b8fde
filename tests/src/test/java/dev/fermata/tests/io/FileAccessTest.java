package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files, read and written while the loop goes on. */
@Timeout(60) // what would wait for ever is told as a failure
class FileAccessTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("FileAccess.java");

  @TempDir private Path folder;

  private List<Object> run(String method) {
    return PROGRAM.run(method, folder);
  }

  @Test
  void a_file_is_a_stream() {
    assertThat(run("streams")).containsExactly(8L, 8L, "one", 4L, "two", "one", "two", "three", 0);
  }

  @Test
  void a_file_has_positions() {
    assertThat(run("positions"))
        .containsExactly(3, "dXY", -1, 2L, "await flush() before a seek in the file", "ab!");
  }

  @Test
  void whole_files_are_read_written_and_copied() {
    assertThat(run("wholes"))
        .containsExactly("a\nb\n", "a", "a", "b", 4L, "FileAlreadyExistsException", 1L, "c", true);
  }

  @Test
  void failures_are_told_where_they_are_awaited() {
    assertThat(run("failures"))
        .containsExactly(
            "NoSuchFileException",
            true,
            "12",
            "flush: IOException",
            "close: IOException",
            false,
            "closed");
  }

  @Test
  void a_cancelled_read_loses_nothing() {
    assertThat(run("a_cancelled_read_loses_nothing"))
        .containsExactly("cancelled", "0123456789", "456");
  }

  @Test
  void a_file_whose_open_is_cancelled_is_closed_by_its_block() {
    assertThat(run("a_cancelled_open_is_closed"))
        .containsExactly("open", "finally", "cancelled", "kept");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it copies /dev/zero")
  void a_cancelled_copy_leaves_nothing() {
    assertThat(run("a_cancelled_copy_leaves_nothing")).containsExactly(false, "cancelled", false);
  }

  @Test
  void much_is_written_and_read_with_bounded_memory() {
    assertThat(PROGRAM.<Boolean>run("much", folder, 50)).isTrue();
  }

  @Test
  void many_files_at_once() {
    assertThat(PROGRAM.<Integer>run("many", folder, 500)).isEqualTo(500);
  }
}
