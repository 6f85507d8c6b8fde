package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A close may replace a cancellation that it is the reason of; on virtual time. */
class CancelledClosingTest {
  private static final Path SOURCE = Path.of("src", "test", "programs", "CancelledClosing.java");
  private static final Path RESOURCES = Path.of("src", "test", "programs", "Closing.java");

  /** The compilers, which write a try-with-resources in different ways. */
  enum Compiler {
    JAVAC(WovenProgram.of(SOURCE, RESOURCES)),
    ECJ(WovenProgram.ofEcj(SOURCE, RESOURCES));

    private final WovenProgram program;

    Compiler(WovenProgram program) {
      this.program = program;
    }

    List<String> log(String name) {
      return VirtualTime.run(program.<List<String>>coroutine("cancelled", name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_close_that_fails_does_not_swallow_a_cancellation(Compiler compiler) {
    assertThat(compiler.log("failing close"))
        .containsExactly(
            "waits",
            "b fails: cancelled",
            "a fails: cancelled",
            "cancelled",
            "suppressed close of b");
    assertThat(compiler.log("by hand"))
        .containsExactly(
            "waits",
            "a fails: cancelled",
            "not reached where the close replaces",
            "cancelled",
            "suppressed close of a");
  }

  @ParameterizedTest
  @EnumSource
  void an_async_close_replaces_the_cancellation_that_it_is_the_reason_of(Compiler compiler) {
    assertThat(compiler.log("group"))
        .containsExactly(
            "waits", "group fails: cancelled", "a fails: child", "IllegalStateException");
    assertThat(compiler.log("outer group"))
        .containsExactly(
            "waits", "b fails: cancelled", "group fails: cancelled", "IllegalStateException");
    assertThat(compiler.log("group in finally"))
        .containsExactly("waits", "group fails: cancelled", "IllegalStateException");
    assertThat(compiler.log("group by hand"))
        .containsExactly("waits", "group fails: cancelled", "IllegalStateException");
  }

  @ParameterizedTest
  @EnumSource
  void what_replaces_a_cancellation_suppresses_as_any_exception(Compiler compiler) {
    assertThat(compiler.log("two groups"))
        .containsExactly(
            "waits",
            "group fails: cancelled",
            "group fails: child",
            "IllegalStateException",
            "suppressed child");
    assertThat(compiler.log("two timeouts"))
        .containsExactly("waits", "close of b", "close of a", "TimeoutException", "suppressed a");
  }

  @ParameterizedTest
  @EnumSource
  void a_plain_close_replaces_a_cancellation_too(Compiler compiler) {
    assertThat(compiler.log("timeout"))
        .containsExactly("waits", "close of b", "close of a", "TimeoutException");
    assertThat(compiler.log("outer timeout"))
        .containsExactly("waits", "close of b", "close of a", "TimeoutException");
    assertThat(compiler.log("caught timeout"))
        .containsExactly("waits", "close of b", "close of a", "caught a", "goes on", "value");
  }
}
