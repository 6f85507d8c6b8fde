package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.cli.RealTool.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar fermata.jar}, as users start it. */
class FermataIT {
  @TempDir private Path temp;

  private RealTool tool;

  @BeforeEach
  void makeTool() {
    tool = new RealTool(temp);
  }

  private Result fermata(String... arguments) throws Exception {
    return tool.fermata(arguments);
  }

  private void source(String text) throws IOException {
    Files.writeString(temp.resolve("T.java"), text);
  }

  @Test
  void arguments_and_the_exit_status_pass_through() throws Exception {
    source(
        """
        class T {
          public static void main(String[] args) {
            System.out.println(Thread.currentThread().getName() + java.util.List.of(args));
            System.exit(42);
          }
        }
        """);

    assertThat(fermata("run", "T.java", "--help", "-x", "--", "@none", ""))
        .isEqualTo(new Result(42, "main[--help, -x, --, @none, ]\n", ""));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void an_interrupt_cancels_the_main_task_and_is_the_exit_status() throws Exception {
    source(
        """
        import static dev.fermata.Fermata.*;
        import dev.fermata.Coroutine;
        import dev.fermata.annotations.Async;
        class T {
          @Async
          static Coroutine<Void> program() throws Exception {
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-INT", self).start();
            try {
              await(sleep(java.time.Duration.ofDays(1)));
            } finally {
              await(yieldNow());
              System.out.println("cleaned up");
            }
            return completed();
          }
          public static void main(String[] args) throws Exception {
            run(program());
          }
        }
        """);

    assertThat(tool.interruptible("run", "T.java")).isEqualTo(new Result(130, "cleaned up\n", ""));
  }

  @Test
  void other_threads_of_the_program_are_waited_for() throws Exception {
    source(
        """
        class T {
          public static void main(String[] args) {
            Thread main = Thread.currentThread();
            new Thread(() -> {
              while (main.isAlive()) Thread.onSpinWait();
              System.out.println("after main");
            }).start();
          }
        }
        """);

    assertThat(fermata("run", "T.java")).isEqualTo(new Result(0, "after main\n", ""));
  }

  @Test
  void an_exception_in_main_is_shown_as_java_shows_it() throws Exception {
    source(
        """
        class T {
          public static void main(String[] args) {
            fail();
          }
          static void fail() {
            throw new IllegalStateException("boo", new java.io.IOException("disk"));
          }
        }
        """);

    assertThat(fermata("run", "T.java"))
        .isEqualTo(
            new Result(
                1,
                "",
                """
                Exception in thread "main" java.lang.IllegalStateException: boo
                \tat T.fail(T.java:6)
                \tat T.main(T.java:3)
                Caused by: java.io.IOException: disk
                \t... 2 more
                """));
  }

  @Test
  void a_compile_error_is_shown_as_javac_shows_it() throws Exception {
    source("class T {\n  int x = y;\n}\n");

    assertThat(fermata("run", "T.java"))
        .isEqualTo(
            new Result(
                1,
                "",
                """
                T.java:2: error: cannot find symbol
                  int x = y;
                          ^
                  symbol:   variable y
                  location: class T
                1 error
                """));
  }

  @Test
  void system_properties_are_set_before_the_program_starts() throws Exception {
    source(
        """
        class T {
          public static void main(String[] args) {
            System.out.println(System.getProperty("a.b") + System.getProperty("flag") + args.length);
          }
        }
        """);

    assertThat(fermata("run", "-Da.b=c=d", "-Dflag", "T.java", "-Dx"))
        .isEqualTo(new Result(0, "c=d1\n", ""));
  }

  @Test
  void libraries_of_the_program_do_not_meet_ours() throws Exception {
    Path lib = Files.createDirectories(temp.resolve("lib"));
    TestClasses.writeClass(lib, "picocli/CommandLine", "users");
    TestClasses.writeClass(lib, "org/objectweb/asm/ClassReader", "users");
    source(
        """
        class T {
          public static void main(String[] args) throws Exception {
            picocli.CommandLine.class.getDeclaredField("users");
            org.objectweb.asm.ClassReader.class.getDeclaredField("users");
          }
        }
        """);

    assertThat(fermata("run", "-cp", "lib", "T.java")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void a_class_that_needs_no_weaving_stays() throws Exception {
    Path file = TestClasses.writeClass(temp.resolve("classes"), "a/Plain");

    assertThat(fermata("weave", "classes", "--in-place"))
        .isEqualTo(new Result(0, "wove 0 of 1 class in classes\n", ""));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(TestClasses.OLD);
  }

  @Test
  void usage_errors_have_status_2_and_one_line() throws Exception {
    assertThat(fermata("wave"))
        .satisfies(
            result -> {
              assertThat(result.status()).isEqualTo(2);
              assertThat(result.out()).isEmpty();
              assertThat(result.err().lines()).singleElement().asString().contains("wave");
            });
    assertThat(fermata("run").status()).isEqualTo(2);
  }

  @Test
  void help_names_the_exit_statuses_and_version_is_the_jars() throws Exception {
    assertThat(fermata("--help").out()).contains("run", "weave", "check", "Exit status:");
    assertThat(fermata("--version").out()).matches("fermata \\d+\\.\\d+.*\\R");
  }

  private static final String ASYNC =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      class Program {
        @Async private static Coroutine<String> slowly(String s) {
          await(yieldNow());
          return completed(s + "!");
        }
        public static void main(String[] args) {
          System.out.println(run(slowly("woven")));
        }
      }
      """;

  private Path compileAsync() throws IOException {
    return tool.compile("classes", ASYNC);
  }

  private Result runWoven(String where) throws Exception {
    return tool.java("-cp", where + File.pathSeparator + RealTool.RUNTIME, "app.Program");
  }

  @Test
  void a_woven_folder_runs_with_the_runtime_alone_and_is_not_woven_twice() throws Exception {
    Path classes = compileAsync();
    assertThat(runWoven("classes").err()).contains("IllegalStateException", "weave");

    assertThat(fermata("weave", "classes", "--in-place"))
        .isEqualTo(new Result(0, "wove 1 of 1 class in classes\n", ""));
    assertThat(runWoven("classes")).isEqualTo(new Result(0, "woven!\n", ""));

    byte[] once = Files.readAllBytes(classes.resolve("app/Program.class"));
    assertThat(fermata("weave", "classes", "--in-place").out()).startsWith("wove 0 of ");
    assertThat(classes.resolve("app/Program.class")).hasBinaryContent(once);
  }

  @Test
  void a_woven_jar_runs_with_the_runtime_alone() throws Exception {
    Path classes = compileAsync();
    byte[] program = Files.readAllBytes(classes.resolve("app/Program.class"));
    TestClasses.jar(temp.resolve("app.jar"), jar -> jar.deflated("app/Program.class", program));

    assertThat(fermata("weave", "app.jar", "-d", "out"))
        .isEqualTo(new Result(0, "wove 1 of 1 class in app.jar\n", ""));
    assertThat(runWoven("out/app.jar")).isEqualTo(new Result(0, "woven!\n", ""));
  }

  @Test
  void an_async_class_is_explained() throws Exception {
    compileAsync();

    assertThat(fermata("explain", "classes", "app.Program.slowly"))
        .satisfies(
            result -> {
              assertThat(result.status()).isZero();
              assertThat(result.err()).isEmpty();
              assertThat(result.out()).contains("live      s (java.lang.String) in r0\n");
            });
  }

  @Test
  void an_async_program_runs() throws Exception {
    source(ASYNC);

    assertThat(fermata("run", "T.java")).isEqualTo(new Result(0, "woven!\n", ""));
  }

  @Test
  void a_diagnostic_is_shown_and_nothing_runs_or_is_written() throws Exception {
    source(
        ASYNC
            .replace("await(yieldNow());", "synchronized (s) { await(yieldNow()); }")
            .replace("System.out.println(run", "System.out.println(\"runs\" + run"));

    Result result = fermata("run", "T.java");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("error[FER-103]: ")
        .contains("--> app.Program.slowly(T.java:7)");
  }

  @Test
  void an_exception_of_an_async_program_ends_at_its_main() throws Exception {
    source(ASYNC.replace("return completed(s + \"!\");", "throw new IllegalStateException(s);"));

    Result result = fermata("run", "T.java");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: woven\n")
        .contains("at app.Program.slowly(T.java:8)")
        .endsWith("at app.Program.main(T.java:11)\n")
        .doesNotContain("dev.fermata.cli");
  }
}
