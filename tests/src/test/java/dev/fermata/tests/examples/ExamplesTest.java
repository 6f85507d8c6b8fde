package dev.fermata.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples print what the tutorial prints, in the time that it tells. */
class ExamplesTest {
  @Test
  void a_coroutine_that_is_never_awaited_is_printed_and_warned_of() throws Exception {
    ExampleRun run = ExampleRun.of("NeverAwaited");
    assertThat(run.output())
        .singleElement()
        .asString()
        .matches("<coroutine object NeverAwaited\\.square at 0x[0-9a-f]+>");
    List<String> source = Files.readAllLines(Path.of("examples", "NeverAwaited.java"));
    assertThat(run.diagnostics())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo(DiagnosticCode.COROUTINE_NEVER_AWAITED);
              assertThat(source.get(warning.location().line() - 1)).contains("square(10)");
            });
  }

  @Test
  void run_gives_the_result() throws Exception {
    expect("Square", 0, "100");
  }

  @Test
  void sequential_awaits_give_their_results() throws Exception {
    expect("SequentialAwait", 0, "x=100", "y=25", "total=125");
  }

  @Test
  void sleeping_without_tasks_takes_six_seconds() throws Exception {
    expect(
        "StockPricesSequential",
        6,
        "Get stock price of GOOG...",
        "300",
        "Get stock price of APPL...",
        "400",
        "It took 6.0 second(s) to complete.");
  }

  @Test
  void sleeping_in_tasks_takes_three_seconds() throws Exception {
    expect(
        "StockPrices",
        3,
        "Get stock price of GOOG...",
        "Get stock price of APPL...",
        "300",
        "300",
        "It took 3.0 second(s) to complete.");
  }

  @Test
  void a_group_ends_at_its_first_failure_and_at_its_limit() throws Exception {
    expect(
        "TaskGroups",
        5,
        "home ends",
        "news ends",
        "<home> <news>",
        "home ends",
        "broken ends",
        "news ends",
        "broken can't be read",
        "home ends",
        "news ends",
        "not done within 1s");
  }

  @Test
  void a_task_reports_progress_beside_the_others() throws Exception {
    expect(
        "StockPricesProgress",
        3,
        "Get stock price of GOOG...",
        "Get stock price of APPL...",
        "API call is in progress...",
        "API call is in progress...",
        "API call is in progress...",
        "300",
        "300",
        "It took 3.0 second(s) to complete.");
  }

  @Test
  void gather_can_return_exceptions() throws Exception {
    expect("Gather", 2, "Calling API 1 ...", "Calling API 2 ...", "100 200 API failed");
  }

  @Test
  void gather_throws_the_first_exception_and_the_others_run_on() throws Exception {
    expect(
        "GatherFailing",
        6,
        "Calling API 1 ...",
        "Calling API 2 ...",
        "Caught: API failed",
        "Got 100",
        "Got 200");
  }

  @Test
  void the_store_refunds_a_purchase_that_fails() throws Exception {
    ExampleRun run = ExampleRun.of("BuyItem");
    assertThat(run.output())
        .containsExactly(
            "Bought a lamp: true",
            "Bought a yacht: false",
            "Refunded 30",
            "Bought no dragon: there is no dragon",
            "Left in the bank: 40");
    assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(1_400));
    assertThat(run.diagnostics()).isEmpty();
  }

  @Test
  void every_example_is_tested_here_or_in_a_test_of_its_own() throws Exception {
    try (var files = Files.list(Path.of("examples"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "NeverAwaited.java",
              "Square.java",
              "SequentialAwait.java",
              "StockPricesSequential.java",
              "StockPrices.java",
              "StockPricesProgress.java",
              "TaskGroups.java",
              "Gather.java",
              "GatherFailing.java",
              "BuyItem.java",
              "ChatServer.java",
              "FileServer.java",
              "LoadGenerator.java",
              "PortScanner.java");
    }
  }

  private static void expect(String example, int seconds, String... lines) throws Exception {
    ExampleRun run = ExampleRun.of(example);
    assertThat(run.output()).containsExactly(lines);
    assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(run.diagnostics()).extracting(Diagnostic::render).isEmpty();
  }
}
