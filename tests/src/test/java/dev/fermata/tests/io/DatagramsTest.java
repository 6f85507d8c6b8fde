package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets of UDP. */
@Timeout(60) // what would wait for ever is told as a failure
class DatagramsTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("Datagrams.java");

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  @Test
  void datagrams_come_and_go() {
    assertThat(run("datagrams")).containsExactly("ONE", 0, true, "TWO", "too large", 100, "closed");
  }

  @Test
  void a_connected_socket_hears_that_nobody_receives() {
    assertThat(run("a_refused_datagram")).containsExactly("refused");
  }
}
