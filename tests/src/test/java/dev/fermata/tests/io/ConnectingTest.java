package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients, over the loopback device and Unix-domain sockets. */
@Timeout(60) // what would wait for ever is told as a failure
class ConnectingTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("Connecting.java");

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  @Test
  void lines_come_back_over_tcp() {
    assertThat(run("echoes", "")).containsExactly("one", "two", "three", null);
  }

  @Test
  void lines_come_back_over_a_unix_domain_socket(@TempDir Path folder) {
    assertThat(run("echoes", folder.resolve("s").toString()))
        .containsExactly("one", "two", "three", null);
  }

  @Test
  void a_connection_that_nobody_accepts_fails_with_its_address() {
    assertThat(run("nobody_listens")).containsExactly(true, "UnknownHostException");
  }

  @Test
  void a_host_is_found_by_its_name() {
    assertThat(PROGRAM.<String>run("by_name")).isEqualTo("by name");
  }

  @Test
  void an_end_that_nobody_awaits_ends_nothing() {
    assertThat(PROGRAM.<String>run("ends_that_nobody_awaits")).isEqualTo("still open");
  }
}
