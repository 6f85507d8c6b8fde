package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that cannot accept. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the shell limits the descriptors")
class NoDescriptorsTest {
  @Test
  void a_server_without_descriptors_tries_again_after_a_pause_in_which_its_loop_does_nothing()
      throws Exception {
    FreshJvm.Result result = FreshJvm.runWithDescriptors(100, NoDescriptorsMain.class);
    String told = "no connection could be accepted: Too many open files\n";
    String again = told + "after the pause\nthe loop was idle\n";
    assertThat(result.output()).isEqualTo("none is left\n" + told + again + again + "served\n");
    assertThat(result.status()).isZero();
  }
}
