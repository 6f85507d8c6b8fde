package dev.fermata.cli.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
  @TempDir private Path temp;

  private Path write(String name) throws IOException {
    return Files.writeString(temp.resolve(name), "half");
  }

  /** The number of a process that has ended. */
  private static long deadProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void what_a_dead_process_left_behind_is_removed() throws Exception {
    Path left = write(".fermata-" + deadProcess() + "-1a2b-7.tmp");
    Path odd = write(".fermata-3f2a.tmp");

    TemporaryFiles.removeStale(temp);

    assertThat(left).doesNotExist();
    assertThat(odd).doesNotExist();
  }

  @Test
  void what_an_earlier_process_of_the_same_number_left_behind_is_removed() throws Exception {
    Path left = write(".fermata-" + ProcessHandle.current().pid() + "-1a2b-7.tmp");

    TemporaryFiles.removeStale(temp);

    assertThat(left).doesNotExist();
  }

  @Test
  void the_files_of_running_processes_and_of_others_stay() throws Exception {
    Path own = Files.writeString(TemporaryFiles.in(temp), "half");
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    Path others = write(".fermata-" + parent + "-1a2b-7.tmp");
    Path unrelated = write("A.class");
    Path similar = write(".fermata-notes.txt");

    TemporaryFiles.removeStale(temp);

    assertThat(own).exists();
    assertThat(others).exists();
    assertThat(unrelated).exists();
    assertThat(similar).exists();
  }
}
