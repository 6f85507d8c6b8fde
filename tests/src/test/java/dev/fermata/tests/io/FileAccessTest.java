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

  @Test
  void the_beginning_is_read_ahead_while_a_file_is_opened() {
    assertThat(run("ahead")).containsExactly(6L, "before", 6L, "more after", 0L, 0);
  }

  @Test
  void what_is_read_ahead_is_the_same_stream() {
    assertThat(run("ahead_of_pieces"))
        .containsExactly(
            true, 70_000L, true, 10L, true, 300_001L, 300_001L, true, false, "closed", "no size");
  }

  @Test
  void a_file_that_shrinks_ends_where_it_ends() {
    assertThat(run("ahead_of_changes")).containsExactly(true, true, 50_000);
  }

  @Test
  void a_cancelled_read_of_what_is_read_ahead_loses_nothing() {
    assertThat(run("ahead_and_cancelled")).containsExactly(true);
  }

  @Test
  void what_cannot_be_read_ahead_fails_at_the_opening() {
    assertThat(run("ahead_of_nothing"))
        .containsExactly(
            "it is a folder",
            "NoSuchFileException",
            "READ_AHEAD is for files that are read only",
            "READ_AHEAD is for files that are read only");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it reads a file of /proc")
  void what_has_no_size_is_not_read_ahead() {
    assertThat(run("ahead_of_what_has_no_size")).containsExactly(0L, true);
  }
}
