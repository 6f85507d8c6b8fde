package dev.fermata.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.cli.FakeWeaver;
import dev.fermata.cli.TestClasses;
import dev.fermata.cli.weave.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramBuilderTest {
  private static final String RESULT = ProgramBuilderTest.class.getName();

  @TempDir private Path temp;
  private final StringWriter err = new StringWriter();
  private final ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void forget() {
    System.clearProperty(RESULT);
  }

  @AfterEach
  void restore() {
    System.clearProperty(RESULT);
    Thread.currentThread().setContextClassLoader(contextLoader);
  }

  private Program build(String source, String... arguments) throws Exception {
    return build(List.of(), source, arguments);
  }

  private Program build(List<Path> classPath, String source, String... arguments) throws Exception {
    Path file = temp.resolve("Test.java");
    Files.writeString(file, source);
    return new ProgramBuilder(ToolProvider.getSystemJavaCompiler(), FakeWeaver.FACTORY, classPath)
        .build(file, List.of(arguments), new PrintWriter(err));
  }

  private String resultOf(Program program) throws Throwable {
    assertThat(err.toString()).isEmpty();
    program.run(ProgramBuilderTest.class);
    return System.getProperty(RESULT);
  }

  private static String report(String expression) {
    return "System.setProperty(\"" + RESULT + "\", String.valueOf(" + expression + "));";
  }

  @Test
  void the_first_top_level_class_with_a_main_method_runs() throws Throwable {
    Program program =
        build(
            """
            package app;
            class Z { static class Nested { public static void main(String[] a) { %s } } }
            interface NoMain { int main(String[] a); }
            class Y { public static void main(String[] a) { %s } }
            class A { public static void main(String[] a) { %s } }
            """
                .formatted(report("\"nested\""), report("\"Y\""), report("\"A\"")));

    assertThat(resultOf(program)).isEqualTo("Y");
  }

  @Test
  void arguments_are_passed() throws Throwable {
    Program program =
        build(
            "class T { public static void main(String... a) { %s } }"
                .formatted(report("java.util.List.of(a)")),
            "-x",
            "",
            "@y");

    assertThat(resultOf(program)).isEqualTo("[-x, , @y]");
  }

  @Test
  void all_classes_are_woven_and_generated_classes_are_found() throws Throwable {
    Program program =
        build(
            """
            class T {
              static int async;
              static class Inner { static int async; }
              public static void main(String[] a) throws Exception {
                T.class.getDeclaredField("woven");
                Inner.class.getDeclaredField("woven");
                %s
              }
            }
            """
                .formatted(
                    report(
                        "Class.forName(\"T$frame\").getName() + \" \" +"
                            + " Class.forName(\"T$Inner$frame\").getClassLoader()"
                            + ".equals(T.class.getClassLoader())")));

    assertThat(resultOf(program)).isEqualTo("T$frame true");
  }

  @Test
  void the_runtime_is_on_the_class_path_and_so_is_what_the_user_adds() throws Throwable {
    Path lib = temp.resolve("lib");
    TestClasses.writeClass(lib, "lib/Helper");
    Program program =
        build(
            List.of(lib),
            """
            class T {
              @dev.fermata.annotations.Async void m() {}
              public static void main(String[] a) throws Exception { %s }
            }
            """
                .formatted(report("lib.Helper.class.getName() + dev.fermata.Coroutine.class")));

    assertThat(resultOf(program)).isEqualTo("lib.Helperclass dev.fermata.Coroutine");
  }

  @Test
  void an_error_of_the_weaver_is_shown_and_nothing_runs() throws Exception {
    Program program =
        build("class T { static int faulty; public static void main(String[] a) { } }");

    assertThat(program).isNull();
    assertThat(err.toString())
        .isEqualTo("error[FER-103]: await inside a synchronized block\n  --> T.m(X.java:7)\n");
  }

  @Test
  void a_warning_of_the_weaver_is_shown_and_the_program_runs() throws Throwable {
    Program program =
        build("class T { static int dubious; public static void main(String[] a) { } }");

    assertThat(program).isNotNull();
    assertThat(err.toString()).startsWith("warning[FER-120]");
  }

  @Test
  void a_compile_error_is_shown_as_javac_shows_it() throws Exception {
    Program program = build("class T {\n  int x = \"\";\n}\n");

    assertThat(program).isNull();
    assertThat(err.toString())
        .startsWith(temp.resolve("Test.java") + ":2: error: incompatible types:")
        .contains("  int x = \"\";\n          ^")
        .endsWith("1 error\n");
  }

  @Test
  void non_ascii_sources_are_read_as_utf_8() throws Throwable {
    Program program =
        build(
            "class T { public static void main(String[] a) { %s } }"
                .formatted(report("\"한국어\".length()")));

    assertThat(resultOf(program)).isEqualTo("3");
  }

  @Test
  void a_file_without_a_main_method_is_told() {
    assertThatThrownBy(() -> build("class T { void main(String[] a) {} }"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            temp.resolve("Test.java")
                + ": no class in it has a method public static void main(String[] args)");
  }

  @Test
  void a_java_without_a_compiler_is_told() {
    ProgramBuilder builder = new ProgramBuilder(null, FakeWeaver.FACTORY, List.of());

    assertThatThrownBy(() -> builder.build(temp.resolve("T.java"), List.of(), new PrintWriter(err)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no compiler; run needs a JDK, version 17 or newer");
  }

  @Test
  void what_is_no_source_file_is_told() throws IOException {
    ProgramBuilder builder =
        new ProgramBuilder(ToolProvider.getSystemJavaCompiler(), FakeWeaver.FACTORY, List.of());
    Path text = Files.writeString(temp.resolve("x.txt"), "x");

    assertThatThrownBy(() -> builder.build(temp, List.of(), new PrintWriter(err)))
        .hasMessage(temp + ": a folder; run takes one .java file");
    assertThatThrownBy(() -> builder.build(text, List.of(), new PrintWriter(err)))
        .hasMessage(text + ": run takes one .java file");
    assertThatThrownBy(() -> builder.build(temp.resolve("T.java"), List.of(), new PrintWriter(err)))
        .hasMessage(temp.resolve("T.java") + ": no such file or folder");
  }

  @Test
  void an_exception_of_main_arrives_as_it_is_with_its_trace_cut() throws Exception {
    Program program =
        build(
            """
            class T {
              public static void main(String[] a) throws Exception { fail(); }
              static void fail() throws Exception { throw new java.io.IOException("boo"); }
            }
            """);

    assertThatThrownBy(() -> program.run(bottomOfThisThread()))
        .isInstanceOf(IOException.class)
        .hasMessage("boo")
        .satisfies(
            e ->
                assertThat(e.getStackTrace())
                    .extracting(StackTraceElement::toString)
                    .containsExactly("T.fail(Test.java:3)", "T.main(Test.java:2)"));
  }

  @Test
  void a_failing_initialiser_has_none_of_our_lines() throws Exception {
    Program program =
        build(
            """
            class T {
              static int x = 1 / Integer.parseInt("0");
              public static void main(String[] a) {}
            }
            """);

    assertThatThrownBy(() -> program.run(bottomOfThisThread()))
        .isInstanceOf(ExceptionInInitializerError.class)
        .satisfies(
            e -> {
              assertThat(e.getStackTrace()).isEmpty();
              assertThat(e.getCause().getStackTrace())
                  .extracting(StackTraceElement::toString)
                  .containsExactly("T.<clinit>(Test.java:2)");
            });
  }

  /** The class that stands where the launcher does: at the bottom of this thread's stack. */
  private static Class<?> bottomOfThisThread() throws ClassNotFoundException {
    StackTraceElement[] trace = Thread.currentThread().getStackTrace();
    return Class.forName(trace[trace.length - 1].getClassName());
  }
}
