package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real async programs under the real agent. */
class AsyncProgramIT {
  private static final String AGENT = "-javaagent:" + System.getProperty("fermata.agent.jar");
  private static final String PROGRAM =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      import java.util.concurrent.CompletableFuture;
      public class Program {
        private int base = 40;
        @Async private Coroutine<Integer> slowly(int x) {
          await(yieldNow());
          return completed(base + x);
        }
        @Async public Coroutine<Integer> cold() {
          int one = await(slowly(1));
          return completed(one + await(slowly(0)) - 40);
        }
        @Async public CompletableFuture<String> hot(CompletableFuture<String> other) {
          long before = 7;
          return CompletableFuture.completedFuture(await(other) + before);
        }
        static class Nested {
          @Async private static Coroutine<String> secret(String s) {
            await(yieldNow());
            return completed(s + "!");
          }
        }
        public static void main(String[] args) throws Exception {
          System.out.println(run(new Program().cold()));
          CompletableFuture<String> other = new CompletableFuture<>();
          CompletableFuture<String> result = new Program().hot(other);
          System.out.println(result.isDone());
          other.complete("hot");
          System.out.println(result.get());
          System.out.println(run(() -> await(Nested.secret("lambda"))));
        }
      }
      """;
  private static final String OUTPUT = "41\nfalse\nhot7\nlambda!\n";

  @TempDir private Path temp;
  private ChildJvm jvm;
  private final List<Path> runtime =
      List.of(ChildJvm.originOf(Fermata.class), ChildJvm.originOf(Async.class));

  @BeforeEach
  void makeJvm() {
    jvm = new ChildJvm(temp);
  }

  private void compile(String fileName, String text) throws Exception {
    jvm.compile(fileName, text, runtime.toArray(new Path[0]));
  }

  private ChildJvm.Result run(String options, String main) throws Exception {
    String classPath = jvm.classes() + java.io.File.pathSeparator + ChildJvm.join(runtime);
    return jvm.java(AGENT + options, "-cp", classPath, main);
  }

  /** Runs with another agent behind ours. */
  private ChildJvm.Result runBeside(Path otherAgent, String main, String... options)
      throws Exception {
    String classPath =
        ChildJvm.join(List.of(jvm.classes(), ChildJvm.originOf(RetransformingAgent.class)))
            + java.io.File.pathSeparator
            + ChildJvm.join(runtime);
    return jvm.java(
        AGENT + String.join("", options), "-javaagent:" + otherAgent, "-cp", classPath, main);
  }

  @Test
  void cold_hot_private_and_nested_methods_and_lambdas_run() throws Exception {
    compile("Program.java", PROGRAM);

    assertThat(run("", "app.Program")).isEqualTo(new ChildJvm.Result(0, OUTPUT, ""));
  }

  @Test
  void they_run_in_a_named_module() throws Exception {
    Path module = temp.resolve("module");
    // The module path is what the child reads; javac finds the runtime there too.
    jvm.compile(module, "m/Program.java", PROGRAM, runtime.toArray(new Path[0]));
    jvm.compileModule(
        module, "m/module-info.java", "module users.app { requires dev.fermata; }", runtime);

    ChildJvm.Result result =
        jvm.java(
            AGENT,
            "--module-path",
            module + java.io.File.pathSeparator + ChildJvm.join(runtime),
            "-m",
            "users.app/app.Program");

    assertThat(result).isEqualTo(new ChildJvm.Result(0, OUTPUT, ""));
  }

  @Test
  void they_run_from_a_modular_multi_release_jar() throws Exception {
    Path base = temp.resolve("base");
    Path newer = temp.resolve("newer");
    Path[] classPath = runtime.toArray(new Path[0]);
    jvm.compile(base, "base/Program.java", PROGRAM, classPath);
    jvm.compileModule(
        base, "base/module-info.java", "module users.app { requires dev.fermata; }", runtime);
    jvm.compile(
        newer, "newer/Program.java", PROGRAM.replace("\"!\"", "\" of its version\""), classPath);
    Path jar = temp.resolve("app.jar");
    StringWriter said = new StringWriter();
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                new PrintWriter(said),
                new PrintWriter(said),
                "--create",
                "--file",
                jar.toString(),
                "-C",
                base.toString(),
                ".",
                "--release",
                String.valueOf(Runtime.version().feature()),
                "-C",
                newer.toString(),
                ".");
    assertThat(status).as(said.toString()).isZero();

    ChildJvm.Result result =
        jvm.java(
            AGENT,
            "-p",
            jar + java.io.File.pathSeparator + ChildJvm.join(runtime),
            "-m",
            "users.app/app.Program");

    assertThat(result)
        .isEqualTo(new ChildJvm.Result(0, OUTPUT.replace("lambda!", "lambda of its version"), ""));
  }

  @Test
  void a_broken_class_file_is_named_before_the_jvm_refuses_it() throws Exception {
    compile("Program.java", PROGRAM);
    Path file = jvm.classes().resolve("app/Program.class");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));

    ChildJvm.Result result = run("", "app.Program");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("error[FER-201]: no valid class file")
        .contains("--> app.Program\n")
        .contains("ClassFormatError");
  }

  @Test
  void without_the_agent_an_await_throws_and_says_how_to_weave() throws Exception {
    compile("Program.java", PROGRAM);

    ChildJvm.Result result =
        jvm.java(
            "-cp",
            jvm.classes() + java.io.File.pathSeparator + ChildJvm.join(runtime),
            "app.Program");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("IllegalStateException").contains("weave");
  }

  @Test
  void the_dump_is_the_same_program_woven() throws Exception {
    compile("Program.java", PROGRAM);
    assertThat(run("=dump=dump,include=app.**", "app.Program").status()).isZero();
    assertThat(temp.resolve("dump/app/Program.class")).exists();

    ChildJvm.Result offline =
        jvm.java(
            "-cp",
            temp.resolve("dump") + java.io.File.pathSeparator + ChildJvm.join(runtime),
            "app.Program");

    assertThat(offline).isEqualTo(new ChildJvm.Result(0, OUTPUT, ""));
    assertThat(run("", "app.Program").out()).as("and is not woven twice").isEqualTo(OUTPUT);
  }

  @Test
  void a_method_that_cannot_be_woven_is_logged_and_throws_its_diagnostic() throws Exception {
    compile(
        "Faulty.java",
        """
        import static dev.fermata.Fermata.*;
        import dev.fermata.Coroutine;
        import dev.fermata.annotations.Async;
        class Faulty {
          @Async static Coroutine<Void> locked(Object lock) {
            System.out.println("must not run");
            synchronized (lock) {
              await(yieldNow());
            }
            return completed();
          }
          @Async static Coroutine<String> fine() {
            await(yieldNow());
            return completed("fine");
          }
          public static void main(String[] args) {
            System.out.println("first");
            try {
              run(locked("lock"));
            } catch (IllegalStateException e) {
              System.out.println(e.getMessage().contains("FER-103"));
            }
          }
        }
        """);

    ChildJvm.Result result = run("", "Faulty");

    assertThat(result.out()).isEqualTo("first\ntrue\n");
    assertThat(result.err())
        .startsWith("error[FER-103]: ")
        .contains("--> Faulty.locked(Faulty.java:8)");
  }

  @Test
  void a_woven_class_can_be_retransformed_for_another_agent() throws Exception {
    compile("Program.java", PROGRAM);
    Path other = RetransformingAgent.jar(temp.resolve("other.jar"));

    ChildJvm.Result result = runBeside(Path.of(other + "=app.Program"), "app.Program", "=verbose");

    assertThat(result.out()).isEqualTo(OUTPUT);
    assertThat(result.err()).contains("fermata-agent: wove app.Program again");
  }

  @Test
  void a_debugger_can_replace_the_code_of_an_async_method_and_move_its_lines() throws Exception {
    String swapped =
        """
        package app;
        import static dev.fermata.Fermata.*;
        import dev.fermata.Coroutine;
        import dev.fermata.annotations.Async;
        public class Swapped {
          @Async static Coroutine<String> says() {
            String s = "old";
            await(yieldNow());
            return completed(s);
          }
        }
        """;
    Path changed = temp.resolve("changed");
    Path[] classPath = runtime.toArray(new Path[0]);
    compile("Swapped.java", swapped);
    jvm.compile(
        changed,
        "changed/Swapped.java",
        swapped.replace("\"old\"", "\"new\"").replace("class", "\n\n\nclass"),
        classPath);
    jvm.compile(
        "Main.java",
        """
        package app;
        public class Main {
          public static void main(String[] args) throws Exception {
            System.out.println(dev.fermata.Fermata.run(Swapped.says()));
            dev.fermata.agent.RetransformingAgent.redefine(
                Swapped.class,
                java.nio.file.Files.readAllBytes(
                    java.nio.file.Path.of("changed/app/Swapped.class")));
            System.out.println(dev.fermata.Fermata.run(Swapped.says()));
          }
        }
        """,
        runtime.get(0),
        runtime.get(1),
        ChildJvm.originOf(RetransformingAgent.class));

    assertThat(runBeside(RetransformingAgent.jar(temp.resolve("other.jar")), "app.Main"))
        .isEqualTo(new ChildJvm.Result(0, "old\nnew\n", ""));
  }

  @Test
  void an_asm_of_the_users_own_does_not_get_in_the_way() throws Exception {
    compile("Program.java", PROGRAM);
    jvm.compile("asm/ClassReader.java", "package org.objectweb.asm; public class ClassReader { }");

    assertThat(run("", "app.Program").out()).isEqualTo(OUTPUT);
  }
}
