package dev.fermata;

import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fermata.woven.Woven;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesTest {
  private static List<String> methods(Throwable exception) {
    return Arrays.stream(exception.getStackTrace())
        // The generated coroutine classes of some fixtures are anonymous ones.
        .filter(line -> !line.getMethodName().equals("begin"))
        .map(Object::toString)
        .toList();
  }

  private static Throwable failureOf(Coroutine<?> coroutine) {
    return catchThrowable(() -> Fermata.run(coroutine));
  }

  @Test
  void an_exception_after_a_suspension_reads_as_if_the_code_were_synchronous() {
    Throwable failure = failureOf(Woven.depth(2, Woven.broken()));
    List<String> lines = methods(failure);
    assertThat(lines.get(0)).matches("dev.fermata.woven.Woven.broken\\(Woven.java:\\d+\\)");
    assertThat(lines.subList(1, 4)).containsOnly("dev.fermata.woven.Woven.depth(Woven.java:2)");
    // Below the program are the lines of who called run, once.
    assertThat(lines.get(4)).startsWith("org.assertj.core.api");
    assertThat(lines).noneMatch(line -> line.contains("$fermata") || line.contains("Driver"));
  }

  @Test
  void an_exception_before_the_first_suspension_has_no_line_of_the_runtime() {
    Throwable failure =
        failureOf(
            script("now")
                .step(
                    in -> {
                      throw new IllegalStateException("x");
                    })
                .cold());
    assertThat(methods(failure))
        .noneMatch(line -> line.contains("EventLoop") || line.contains("Driver"));
  }

  @Test
  void a_foreign_exception_gets_one_section_with_the_awaiting_lines() {
    Exception foreign = new Exception("foreign");
    foreign.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("Worker", "work", "Worker.java", 5)});
    failWhileHeld(foreign);
    assertThat(methods(foreign).subList(0, 2))
        .containsExactly("Worker.work(Worker.java:5)", "-- awaited at --.(Unknown Source)");
    assertThat(methods(foreign)).filteredOn(line -> line.startsWith("-- awaited")).hasSize(1);
    assertThat(methods(foreign).subList(2, 4))
        .containsExactly(
            "dev.fermata.woven.Woven.awaits(Woven.java:7)",
            "dev.fermata.woven.Woven.depth(Woven.java:2)");
    // A second awaiter changes nothing above.
    List<String> before = methods(foreign).subList(0, 4);
    failWhileHeld(foreign);
    assertThat(methods(foreign).subList(0, 4)).isEqualTo(before);
  }

  /** Lets a task fail by a future that fails while the task is held at it. */
  private static void failWhileHeld(Exception exception) {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Fermata.run(
        script("main")
            .step(in -> Fermata.spawn(Woven.depth(0, Woven.awaits(future))).name())
            .step(in -> Fermata.yieldNow())
            .step(in -> Fermata.yieldNow())
            .step(in -> Fermata.yieldNow())
            .step(in -> future.completeExceptionally(exception))
            .cold());
  }

  @Test
  void a_failure_that_was_there_before_the_await_has_the_awaiting_lines_too() {
    Exception foreign = new Exception("foreign");
    foreign.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("Worker", "work", "Worker.java", 5)});
    failureOf(Woven.depth(1, Woven.awaits(CompletableFuture.failedFuture(foreign))));
    List<String> lines = methods(foreign);
    assertThat(lines.subList(0, 2))
        .containsExactly("Worker.work(Worker.java:5)", "-- awaited at --.(Unknown Source)");
    assertThat(lines.get(2)).startsWith("dev.fermata.woven.Woven.awaits(Woven.java:");
    assertThat(lines.get(3)).startsWith("dev.fermata.woven.Woven.depth(Woven.java:");
    assertThat(lines.get(4)).isEqualTo("dev.fermata.woven.Woven.depth(Woven.java:2)");
    assertThat(lines).noneMatch(line -> line.contains("Driver"));
  }

  @Test
  void the_cancellation_of_another_task_shows_where_it_was_awaited() {
    Exception[] seen = new Exception[1];
    Fermata.run(
        script("main")
            .step(
                in -> {
                  Task<Integer> cancelled = Fermata.spawn(Woven.square(1));
                  cancelled.cancel(false);
                  return Woven.depth(0, Woven.awaits(cancelled));
                })
            .rescue(e -> seen[0] = (Exception) e)
            .cold());
    List<String> lines = methods(seen[0]);
    assertThat(lines.get(0)).isEqualTo("-- awaited at --.(Unknown Source)");
    assertThat(lines.get(1)).startsWith("dev.fermata.woven.Woven.awaits(Woven.java:");
  }

  @Test
  void a_rethrown_exception_keeps_its_trace() {
    Throwable failure = failureOf(Woven.depth(1, Woven.broken()));
    List<String> before = methods(failure);
    List<String> user = before.stream().filter(line -> line.contains("Woven.java")).toList();
    failureOf(
        script("again")
            .step(in -> Fermata.yieldNow())
            .step(
                in -> {
                  throw failure;
                })
            .cold());
    assertThat(methods(failure).stream().filter(line -> line.contains("Woven.java")).toList())
        .isEqualTo(user);
  }

  @Test
  void a_stackless_exception_is_left_alone() {
    Throwable stackless =
        new Exception("x", null, false, false) {
          private static final long serialVersionUID = 1L;
        };
    failureOf(
        script("s")
            .step(in -> Fermata.yieldNow())
            .step(
                in -> {
                  throw stackless;
                })
            .cold());
    assertThat(stackless.getStackTrace()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "lambda$main$fermata, main",
    "lambda$x$0$fermata, lambda$x$0",
    "lambda$0$fermata, lambda$0",
    "lambda$new$12$fermata, lambda$new$12",
    "lambda$a$b$fermata, a$b",
    "lambda$main$0, lambda$main$0",
    "main, main",
    "lambda$fermata, lambda$fermata"
  })
  void direct_entries_are_shown_as_their_authors_named_them(String method, String shown) {
    assertThat(Traces.nameAsWritten(method)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.fermata.Driver, true",
    "dev.fermata.EventLoop$1, true",
    "dev.fermata.runtime.Continuations, true",
    "dev.fermata.examples.Shop, false",
    "dev.fermatas.Driver, false",
    "com.acme.Shop$buy$FermataFrame, true",
    "com.acme.Shop$buy$FermataCoroutine, true",
    "Shop, false"
  })
  void lines_of_the_runtime_and_of_generated_classes_are_internal(String name, boolean internal) {
    assertThat(Traces.isInternal(name)).isEqualTo(internal);
  }

  @Test
  void the_stub_below_a_direct_entry_is_left_out_and_real_callers_stay() {
    Exception exception = new Exception();
    exception.setStackTrace(
        new StackTraceElement[] {
          line("Shop", "lambda$buy$fermata", 5),
          line("Shop", "buy", 1),
          line("Shop", "checkOut", 9),
          line("Main", "main", 3)
        });
    Traces.clean(exception);
    assertThat(methods(exception))
        .containsExactly("Shop.buy(X.java:5)", "Shop.checkOut(X.java:9)", "Main.main(X.java:3)");
  }

  private static StackTraceElement line(String type, String method, int line) {
    return new StackTraceElement(type, method, "X.java", line);
  }

  @Test
  void a_trace_of_a_deep_chain_is_cut() {
    Throwable failure = failureOf(Woven.depth(20_000, Woven.broken()));
    assertThat(failure.getStackTrace()).hasSizeBetween(1000, 1200);
  }
}
