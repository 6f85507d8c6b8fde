package dev.fermata.tests.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A recursion of async calls may be as deep as the heap allows, on a stack of the default size. */
class DepthTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "scale", "Depths.java"));

  private static final int DEEP = 1_000_000;

  /** What HotSpot gives a thread on 64-bit Linux; the main thread has more. */
  private static final long DEFAULT_STACK = 1L << 20;

  static Stream<String> kinds() {
    return Stream.of(
        "statically",
        "privately",
        "virtually",
        "throughAnInterface",
        "hotThroughAnInterface",
        "overTwoClasses",
        "withFinally",
        "delegating",
        "hot",
        "hotPrivately",
        "lambda",
        "generators");
  }

  /** A generator has several objects beside its frame. */
  private static int depthOf(String kind) {
    return kind.equals("generators") ? DEEP / 10 : DEEP;
  }

  private static int expected(String kind) {
    return List.of("delegating", "generators").contains(kind) ? 1 : DEEP + 1;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_million_calls_that_do_not_suspend_fit_on_a_default_stack(String kind) throws Exception {
    CompletableFuture<Integer> done = CompletableFuture.completedFuture(1);
    int[] result = new int[1];
    onDefaultStack(
        () -> result[0] = Fermata.<Integer>run(PROGRAM.coroutine("go", kind, depthOf(kind), done)));
    assertThat(result[0]).isEqualTo(expected(kind));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_million_calls_that_suspend_at_the_innermost_fit_on_a_default_stack(String kind)
      throws Exception {
    CompletableFuture<Integer> innermost = new CompletableFuture<>();
    int[] result = new int[1];
    onDefaultStack(
        () ->
            result[0] =
                Fermata.<Integer>run(
                    new Completing(
                        PROGRAM.coroutine("go", kind, depthOf(kind), innermost), innermost, 1)));
    assertThat(result[0]).isEqualTo(expected(kind));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_exception_of_the_innermost_call_passes_a_million_callers(String kind) throws Exception {
    IllegalStateException failure = new IllegalStateException("deep");
    CompletableFuture<Integer> failed = CompletableFuture.failedFuture(failure);
    onDefaultStack(
        () ->
            assertThatThrownBy(
                    () ->
                        Fermata.<Integer>run(PROGRAM.coroutine("go", kind, depthOf(kind), failed)))
                .isSameAs(failure));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_cancel_at_the_innermost_await_passes_a_million_callers(String kind) throws Exception {
    onDefaultStack(
        () -> {
          CompletableFuture<Integer> never = new CompletableFuture<>();
          assertThatThrownBy(
                  () ->
                      Fermata.<Integer>run(
                          new Cancelling(PROGRAM.coroutine("go", kind, depthOf(kind), never))))
              .isInstanceOf(CancellationException.class);
        });
  }

  @Test
  void every_finally_block_of_a_deep_recursion_runs_once() throws Exception {
    onDefaultStack(
        () -> {
          int unused = PROGRAM.<Integer>call("takeCleanedUp");
          CompletableFuture<Integer> innermost = new CompletableFuture<>();
          Fermata.<Integer>run(
              new Completing(
                  PROGRAM.coroutine("go", "withFinally", DEEP, innermost), innermost, 1));
        });
    assertThat(PROGRAM.<Integer>call("takeCleanedUp")).isEqualTo(DEEP + 1);
  }

  @Test
  void a_deep_hot_call_outside_of_every_loop_is_done_when_it_returns() throws Exception {
    CompletableFuture<Integer> done = CompletableFuture.completedFuture(1);
    CompletableFuture<?>[] future = new CompletableFuture<?>[1];
    onDefaultStack(() -> future[0] = PROGRAM.call("off_loop", DEEP, done));
    assertThat(future[0]).isCompletedWithValueMatching(value -> value.equals(DEEP + 1));
  }

  @ParameterizedTest
  @CsvSource({"statically, statically", "throughAnInterface, down", "withFinally, with_finally"})
  void the_trace_of_an_exception_goes_on_to_where_those_of_the_jvm_end(String kind, String method)
      throws Exception {
    onDefaultStack(
        () ->
            assertThatThrownBy(
                    () -> Fermata.<Integer>run(PROGRAM.coroutine("go", kind, DEEP, null)))
                .isInstanceOf(NullPointerException.class)
                .satisfies(
                    failure -> {
                      StackTraceElement[] trace = failure.getStackTrace();
                      assertThat(trace).hasSizeBetween(1_000, 1_100);
                      assertThat(List.of(trace).subList(0, 1_000))
                          .allMatch(line -> line.getMethodName().equals(method));
                    }));
  }

  private static void onDefaultStack(Runnable body) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread thread = new Thread(null, body, "default stack", DEFAULT_STACK);
    thread.setUncaughtExceptionHandler((ignored, exception) -> failure[0] = exception);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }
}
