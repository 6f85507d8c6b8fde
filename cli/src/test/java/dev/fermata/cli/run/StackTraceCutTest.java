package dev.fermata.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTraceCutTest {
  private static final StackTraceElement JDK = line("java.util.ArrayList", "get");
  private static final StackTraceElement USER = line("app.Shop", "buy");
  private static final StackTraceElement MAIN = line("app.Shop", "main");
  private static final StackTraceElement REFLECTION = line("java.lang.reflect.Method", "invoke");
  private static final StackTraceElement LAUNCHER = line("tool.Main", "main");

  private final StackTraceCut cut = new StackTraceCut(name -> name.startsWith("app."), "tool.Main");

  private static StackTraceElement line(String type, String method) {
    return new StackTraceElement(type, method, "X.java", 1);
  }

  private static Exception traced(StackTraceElement... trace) {
    Exception e = new Exception("x");
    e.setStackTrace(trace);
    return e;
  }

  @Test
  void lines_below_the_users_main_go() {
    Exception e = traced(JDK, USER, MAIN, REFLECTION, REFLECTION, LAUNCHER);

    cut.apply(e);

    assertThat(e.getStackTrace()).containsExactly(JDK, USER, MAIN);
  }

  @Test
  void a_trace_of_another_thread_stays() {
    Exception e = traced(USER, REFLECTION, line("java.lang.Thread", "run"));

    cut.apply(e);

    assertThat(e.getStackTrace()).hasSize(3);
  }

  @Test
  void a_trace_without_any_line_of_the_user_is_emptied() {
    Exception e = traced(REFLECTION, LAUNCHER);

    cut.apply(e);

    assertThat(e.getStackTrace()).isEmpty();
  }

  @Test
  void causes_and_suppressed_exceptions_are_cut_also_in_a_circle() {
    Exception e = traced(USER, LAUNCHER);
    Exception cause = traced(JDK, MAIN, LAUNCHER);
    Exception suppressed = traced(MAIN, REFLECTION, LAUNCHER);
    e.initCause(cause);
    cause.addSuppressed(suppressed);
    suppressed.initCause(e);

    cut.apply(e);

    assertThat(e.getStackTrace()).containsExactly(USER);
    assertThat(cause.getStackTrace()).containsExactly(JDK, MAIN);
    assertThat(suppressed.getStackTrace()).containsExactly(MAIN);
  }
}
