package dev.fermata.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @Test
  void nothing_means_every_workload_and_peer() throws UsageException {
    Settings settings = Arguments.parse(List.of());

    assertThat(settings.workloads()).isEqualTo(Arguments.workloadNames());
    assertThat(settings.peers()).containsExactly(Peer.values());
    assertThat(settings.rounds()).isEqualTo(3);
    assertThat(settings.quick()).isFalse();
  }

  @Test
  void named_workloads_keep_the_order_of_the_tables() throws UsageException {
    Settings settings =
        Arguments.parse(List.of("--quick", "yield", "Fib", "--peers", "limit,ea-async"));

    assertThat(settings.workloads()).containsExactly("Fib", "Yield");
    assertThat(settings.peers()).containsExactly(Peer.LIMIT, Peer.EA_ASYNC);
    assertThat(settings.rounds()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fast          | there is no option --fast; --help lists them",
        "Nothing         | there is no workload Nothing; choose from Fib, Chain",
        "--rounds        | --rounds needs a number from 1 to 100",
        "--rounds 0      | --rounds needs a number from 1 to 100",
        "--rounds many   | --rounds needs a number from 1 to 100",
        "--peers         | --peers needs names from plain, limit, fermata",
        "--peers limit,x | --peers needs names from plain, limit, fermata"
      })
  void a_wrong_argument_is_one_line_that_says_what_to_do(String arguments, String message) {
    assertThatThrownBy(() -> Arguments.parse(List.of(arguments.split(" ", -1))))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }
}
