package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.Fermata;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An awaited call goes directly to the body that it means, and to no other one. */
class LateCallsTest {
  private static final Path SOURCES = Path.of("src", "test", "programs");
  private static final WovenProgram PROGRAM =
      WovenProgram.of(
          SOURCES.resolve("LateCalls.java"),
          SOURCES.resolve(Path.of("late", "one", "Way.java")),
          SOURCES.resolve(Path.of("late", "one", "Base.java")),
          SOURCES.resolve(Path.of("late", "two", "Derived.java")));

  private static final WovenProgram RESULTS = WovenProgram.of(SOURCES.resolve("LateResults.java"));

  private static String run(String method, Object... arguments) {
    return Fermata.<String>run(PROGRAM.coroutine(method, arguments));
  }

  @Test
  void a_site_calls_the_method_of_each_receiver_whatever_came_before() {
    List<Object> services = PROGRAM.call("services");
    List<String> first = services.stream().map(service -> run("find", service, 1)).toList();
    assertThat(first)
        .containsExactly(
            "woven 1 directly",
            "woven 1 directly",
            "overriding woven 1 directly",
            "plain 1",
            "plainly 1",
            "lambda 1",
            "proxy 1",
            "woven 1 by an object");
    List<String> again = services.stream().map(service -> run("find", service, 2)).toList();
    assertThat(again.subList(3, 7)).containsExactly("plain 2", "plainly 2", "lambda 2", "proxy 2");
    assertThat(again.subList(0, 3))
        .containsExactly(
            "woven 2 by an object", "woven 2 by an object", "overriding woven 2 directly");
  }

  @Test
  void a_site_that_has_seen_four_classes_goes_on_calling_them_directly() {
    List<Object> services = PROGRAM.call("services");
    for (int i = 3; i >= 0; i--) {
      assertThat(run("findFew", services.get(i), i)).isNotNull();
    }
    assertThat(run("findFew", services.get(0), 5)).isEqualTo("woven 5 directly");
    assertThat(run("findFew", services.get(1), 6)).isEqualTo("woven 6 directly");
  }

  @Test
  void a_hot_method_is_called_directly_too() {
    List<Object> services = PROGRAM.call("services");
    assertThat(run("load", services.get(0), 1)).isEqualTo("woven 1 directly");
    assertThat(run("load", services.get(3), 2)).isEqualTo("default 2");
    assertThat(run("load", services.get(1), 3)).isEqualTo("woven 3 directly");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          bridge, number 7
          default method, default directly
          static method of an interface, static directly
          private method of a nest mate, secret directly
          'entries alike, of a parameter', of a parameter
          'entries alike, of a receiver', of a receiver
          static method of another package, static directly
          package-private, base directly
          'package-private, not overridden', base by an object
          protected, base directly
          'protected, overridden', 'derived directly, base directly'
          """)
  void what_is_called_is_what_the_language_says(String kind, String expected) {
    assertThat(run("kind", kind)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          cold, IOException cold
          hot, IllegalStateException hot
          plain, IllegalArgumentException plain
          """)
  void an_exception_of_what_is_called_is_thrown_by_the_await(String kind, String expected) {
    assertThat(run("thrown", kind)).isEqualTo(expected);
  }

  @Test
  void a_null_receiver_and_a_null_result_are_null_pointer_exceptions() {
    assertThat(run("thrown", "null")).startsWith("NullPointerException");
    assertThat(run("thrown", "null result"))
        .isEqualTo(
            "NullPointerException await of null; the awaited method must return a coroutine or a"
                + " future, never null");
  }

  static Stream<Arguments> results() {
    List<String> boxes =
        List.of("Integer", "Long", "Double", "Float", "Short", "Byte", "Character", "Boolean");
    return Stream.of("primitive", "object", "typed")
        .flatMap(
            use ->
                boxes.stream()
                    .flatMap(
                        box ->
                            IntStream.range(0, 8)
                                .mapToObj(which -> Arguments.of(use, box, which))));
  }

  private static String result(String use, String box, Object source, int which) {
    try {
      return Fermata.<String>run(RESULTS.coroutine(use, box, source, which));
    } catch (RuntimeException e) {
      return e.getClass().getName();
    }
  }

  @ParameterizedTest
  @MethodSource("results")
  void a_result_of_a_direct_entry_is_that_of_the_method(String use, String box, int which) {
    String expected = result(use, box, RESULTS.call("plain"), which);
    assertThat(result(use, box, RESULTS.call("woven"), which)).isEqualTo(expected);
    assertThat(result(use, box, RESULTS.call("woven"), which)).isEqualTo(expected);
  }

  @Test
  void a_callee_may_suspend() {
    assertThat(run("slowly", 1)).isEqualTo("slow 1slow 2");
  }

  @Test
  void a_trace_has_the_callee_and_its_caller_and_nothing_between() {
    assertThatThrownBy(() -> run("slowly", -2))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(
            failure -> {
              StackTraceElement[] trace = failure.getStackTrace();
              assertThat(trace[0].getClassName()).isEqualTo("LateCalls$Slow");
              assertThat(trace[0].getMethodName()).isEqualTo("find");
              assertThat(trace[1].getClassName()).isEqualTo("LateCalls");
              assertThat(trace[1].getMethodName()).isEqualTo("slowly");
            });
  }
}
