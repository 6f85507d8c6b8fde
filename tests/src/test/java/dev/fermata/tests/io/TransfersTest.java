package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Much, and what is in files. */
@Timeout(60) // what would wait for ever is told as a failure
class TransfersTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("Transfers.java");

  @Test
  void much_more_than_the_system_buffers_gets_there_and_back() {
    assertThat(PROGRAM.<Boolean>run("much", 100)).isTrue();
  }

  @Test
  void a_file_goes_through_a_connection_into_another_one(@TempDir Path folder) throws IOException {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Path from = Files.write(folder.resolve("from"), content);
    Path to = folder.resolve("to");
    assertThat(PROGRAM.<Boolean>run("a_transfer", from, to)).isTrue();
    assertThat(to).hasBinaryContent(content);
  }

  @Test
  void what_a_handler_has_written_gets_there_though_it_has_ended() {
    assertThat(PROGRAM.<Integer>run("writes_and_ends", 5_000_000)).isEqualTo(5_000_000);
  }
}
