package dev.fermata.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class InstalledTest {
  private static final String REASON =
      "no-such-server is not installed: apt-get install no-such-package";

  @Test
  void a_server_that_is_not_installed_is_a_reason_to_skip() {
    assertThatThrownBy(() -> Installed.find("no-such-server", "no-such-package", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining(REASON);
  }

  @Test
  void in_ci_it_is_a_failure() {
    assertThatThrownBy(() -> Installed.find("no-such-server", "no-such-package", true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(REASON);
  }

  @Test
  void a_program_of_the_path_is_found() throws IOException {
    assertThat(Installed.find("java", "default-jre", true)).isExecutable();
  }
}
