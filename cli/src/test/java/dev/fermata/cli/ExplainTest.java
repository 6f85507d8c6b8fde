package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  private static final String SOURCE =
      """
      package com.acme;

      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      import java.util.concurrent.CompletableFuture;

      class Orders {
        CompletableFuture<Long> bank;

        @Async
        CompletableFuture<Long> place(int[] items, double price) {
          long total = 1;
          for (int item : items) {
            total += await(reserve(item));
          }
          try {
            return CompletableFuture.completedFuture(total + await(bank));
          } catch (IllegalStateException e) {
            System.out.println(e + " at " + price);
            await(yieldNow());
            throw e;
          }
        }

        @Async
        private static Coroutine<Integer> reserve(int item) {
          return completed(item);
        }

        static class Nested {
          static int sum(CompletableFuture<Integer> a) {
            return run(() -> await(a) + await(a));
          }
        }
      }
      """;

  private static final String PLACE =
      """
      com.acme.Orders.place(int[], double) (Orders.java:13)
        style     hot: a call runs up to the first real suspension and gives a future
        entry     lambda$place$fermata, returns long
        frame     com.acme.Orders$place$FermataFrame, 56 bytes
                  r0 com.acme.Orders
                  d0 double
                  r1 int[]
                  i0 int
                  i1 int
                  j0 long
                  r2 java.lang.IllegalStateException
        code      307 bytes, 106 before

        state 1, line 15
          awaits    direct call of reserve()
          live      operand 0 (long) in j0
                    this (com.acme.Orders) in r0
                    price (double) in d0
                    slot 6 (int[]) in r1
                    slot 7 (int) in i0
                    slot 8 (int) in i1
          handlers  none
          loops     resumed by the header, line 14

        state 2, line 18
          awaits    future Orders.bank
          live      operand 0 (long) in j0
                    price (double) in d0
          handlers  java.lang.IllegalStateException, line 19
          loops     none

        state 3, line 21
          awaits    operation Fermata.yieldNow()
          live      e (java.lang.IllegalStateException) in r2
          handlers  none
          loops     none
      """;

  private static final String RESERVE =
      """
      com.acme.Orders.reserve(int) (Orders.java:28)
        style     cold: a call makes a coroutine that has not started
        entry     lambda$reserve$fermata, returns int
        frame     none: it never suspends
        code      2 bytes, 8 before
      """;

  @TempDir private static Path shared;
  @TempDir private Path temp;

  private static Path classes;

  private static Path originOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  @BeforeAll
  static void compile() throws IOException {
    classes = compile(shared, "-g");
  }

  private static Path compile(Path folder, String debug) throws IOException {
    return compile(folder, debug, SOURCE);
  }

  private static Path compile(Path folder, String debug, String text) throws IOException {
    Path source = Files.writeString(folder.resolve("Orders.java"), text);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String runtime =
        originOf(dev.fermata.Fermata.class)
            + File.pathSeparator
            + originOf(dev.fermata.annotations.Async.class);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                debug,
                "-proc:none",
                "--release",
                "17",
                "-cp",
                runtime,
                "-d",
                classes.toString(),
                source.toString());
    assertThat(status).isZero();
    return classes;
  }

  @Test
  void a_method_is_explained_with_every_suspension_point() {
    assertThat(ToolRun.of("explain", classes, "com.acme.Orders.place"))
        .isEqualTo(new ToolRun(0, PLACE, ""));
  }

  @Test
  void the_example_of_the_manual_is_what_is_printed() throws IOException {
    String manual = Files.readString(Path.of("../docs/explain.md"));

    assertThat(manual).contains("```\n" + PLACE + "```\n");
    assertThat(manual)
        .contains(
            "```\n"
                + ToolRun.of("explain", "--dot", classes, "com.acme.Orders.place").out()
                + "```");
  }

  @Test
  void without_debug_information_there_are_slots_and_no_lines() throws IOException {
    Path bare = compile(temp, "-g:none");

    assertThat(ToolRun.of("explain", bare, "com.acme.Orders.place").out())
        .startsWith("com.acme.Orders.place(int[], double)\n")
        .endsWith(
            """
              state 1, unknown line
                awaits    direct call of reserve()
                live      operand 0 (long) in j0
                          this (com.acme.Orders) in r0
                          slot 2 (double) in d0
                          slot 6 (int[]) in r1
                          slot 7 (int) in i0
                          slot 8 (int) in i1
                handlers  none
                loops     resumed by the header, unknown line

              state 2, unknown line
                awaits    future Orders.bank
                live      operand 0 (long) in j0
                          slot 2 (double) in d0
                handlers  java.lang.IllegalStateException, unknown line
                loops     none

              state 3, unknown line
                awaits    operation Fermata.yieldNow()
                live      slot 6 (java.lang.IllegalStateException) in r2
                handlers  none
                loops     none
            """);
  }

  @Test
  void a_lambda_belongs_to_the_method_around_it() {
    assertThat(ToolRun.of("explain", classes, "com.acme.Orders.Nested.sum"))
        .isEqualTo(
            new ToolRun(
                0,
                """
                com.acme.Orders$Nested.lambda$sum$0(java.util.concurrent.CompletableFuture), a lambda in sum\
                 (Orders.java:33)
                  style     lambda: the body of an AsyncCallable
                  entry     lambda$sum$0$fermata
                  frame     com.acme.Orders$Nested$lambda_sum_0$FermataFrame, 32 bytes
                            r0 java.util.concurrent.CompletableFuture
                            i0 int
                  code      94 bytes, 25 before

                  state 1, line 33
                    awaits    future a
                    live      a (java.util.concurrent.CompletableFuture) in r0
                    handlers  none
                    loops     none

                  state 2, line 33
                    awaits    future a
                    live      operand 0 (int) in i0
                    handlers  none
                    loops     none
                """,
                ""));
  }

  @Test
  void the_state_machine_is_drawn() {
    assertThat(ToolRun.of("explain", "--dot", classes, "com.acme.Orders"))
        .isEqualTo(
            new ToolRun(
                0,
                """
                digraph fermata {
                  node [shape=box, fontname="monospace"];
                  edge [fontname="monospace"];
                  subgraph cluster_0 {
                    label="com.acme.Orders.place(int[], double)";
                    m0_start [shape=circle, label="start"];
                    m0_1 [label="1: line 15\\ndirect call of reserve()\\nlive: operand 0,\
                 this, price, slot 6, slot 7, slot 8"];
                    m0_2 [label="2: line 18\\nfuture Orders.bank\\nlive: operand 0, price"];
                    m0_3 [label="3: line 21\\noperation Fermata.yieldNow()\\nlive: e"];
                    m0_end [shape=doublecircle, label="end"];
                    m0_start -> m0_1 [label="13-15"];
                    m0_start -> m0_2 [label="13-14, 18"];
                    m0_start -> m0_3 [label="13-14, 18-21"];
                    m0_1 -> m0_1 [label="14-15", style=dashed];
                    m0_1 -> m0_2 [label="14-15, 18"];
                    m0_1 -> m0_3 [label="14-15, 18-21"];
                    m0_2 -> m0_3 [label="18-21"];
                    m0_2 -> m0_end [label="18"];
                    m0_3 -> m0_end [label="21-22"];
                  }
                  subgraph cluster_1 {
                    label="com.acme.Orders.reserve(int)";
                    m1_start [shape=circle, label="start"];
                    m1_end [shape=doublecircle, label="end"];
                    m1_start -> m1_end [label="28"];
                  }
                }
                """,
                ""));
  }

  @Test
  void a_class_is_found_in_a_folder_a_jar_on_the_class_path_or_as_a_file() throws IOException {
    Path file = classes.resolve("com/acme/Orders.class");
    byte[] bytes = Files.readAllBytes(file);
    Path jar =
        TestClasses.jar(temp.resolve("o.jar"), j -> j.deflated("com/acme/Orders.class", bytes));

    assertThat(ToolRun.of("explain", classes, "com.acme.Orders.reserve").out()).isEqualTo(RESERVE);
    assertThat(ToolRun.of("explain", jar, "com.acme.Orders.reserve").out()).isEqualTo(RESERVE);
    assertThat(ToolRun.of("explain", "com.acme.Orders.reserve", "--classpath", classes).out())
        .isEqualTo(RESERVE);
    assertThat(ToolRun.of("explain", file).out())
        .isEqualTo(ToolRun.of("explain", classes, "com.acme.Orders").out())
        .contains(RESERVE);
  }

  @Test
  void a_nested_class_may_be_written_as_in_java_or_as_in_the_class_file() {
    String out = ToolRun.of("explain", classes, "com.acme.Orders.Nested").out();

    assertThat(out).startsWith("com.acme.Orders$Nested.lambda$sum$0(");
    assertThat(ToolRun.of("explain", classes, "com.acme.Orders$Nested").out()).isEqualTo(out);
  }

  @Test
  void a_woven_class_is_not_explained() throws IOException {
    Path woven = temp.resolve("woven");
    Path file = classes.resolve("com/acme/Orders.class");
    Files.createDirectories(woven.resolve("com/acme"));
    byte[] bytes =
        new dev.fermata.compiler.ContinuationCompiler(
                dev.fermata.compiler.CompilerOptions.DEFAULT,
                dev.fermata.compiler.classfile.ClassBytes.of(ExplainTest.class.getClassLoader()))
            .compile(Files.readAllBytes(file), d -> {})
            .bytes();
    Files.write(woven.resolve("com/acme/Orders.class"), bytes);

    assertThat(ToolRun.of("explain", woven, "com.acme.Orders"))
        .isEqualTo(
            new ToolRun(
                1,
                "",
                "fermata: com.acme.Orders is woven already; give the class as its compiler made"
                    + " it\n"));
  }

  @Test
  void a_generator_and_released_monitors_are_told() throws IOException {
    Path odd =
        compile(
            temp,
            "-g",
            """
            import static dev.fermata.Fermata.*;
            import dev.fermata.*;
            import dev.fermata.annotations.Async;

            class Odd {
              @Async
              static AsyncIterable<String> twice(AsyncIterable<String> all) {
                for (String one : all) {
                  emit(one + one);
                }
                return end();
              }

              @Async(releaseMonitors = true)
              synchronized Coroutine<Void> locked() {
                synchronized (Odd.class) {
                  await(yieldNow());
                }
                return completed();
              }
            }
            """);

    assertThat(ToolRun.of("explain", odd, "Odd.twice").out())
        .contains("  style     async generator: an AsyncIterable whose iterators run the body\n")
        .contains("    awaits    operation AsyncIterator.hasNextAsync()\n")
        .contains("    awaits    operation AsyncIterator.nextAsync()\n")
        .contains("    awaits    call of Fermata.emit()\n");
    assertThat(ToolRun.of("explain", odd, "Odd.locked").out())
        .contains(
            "    live      monitor (java.lang.Object) in r0\n              monitor (Odd) in r1\n")
        .contains("    monitors  2 released meanwhile\n");
  }

  @Test
  void what_is_wrong_with_the_class_is_told_beside_what_can_be_explained() throws IOException {
    Path faulty =
        compile(
            temp, "-g", SOURCE.replace("await(yieldNow());", "Runnable r = () -> await(bank);"));

    ToolRun run = ToolRun.of("explain", faulty, "com.acme.Orders.reserve");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEqualTo(RESERVE);
    assertThat(run.err()).startsWith("error[FER-102]").contains("Orders.java:21");
  }

  @Test
  void bad_input_gets_one_line_that_says_what_to_do() throws IOException {
    byte[] bytes = Files.readAllBytes(classes.resolve("com/acme/Orders.class"));
    Path cut = temp.resolve("Cut.class");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 7));
    Path missing = temp.resolve("missing");

    assertThat(failure(classes, "com.acme.Order"))
        .isEqualTo(
            "fermata: com.acme.Order: no such class is found; give its full name, and the folder"
                + " or JAR that holds it in front of it or with --classpath");
    assertThat(failure(classes, "com.acme.Orders.pace"))
        .isEqualTo("fermata: com.acme.Orders has no async method pace, but place, reserve");
    assertThat(failure("java.lang.String"))
        .isEqualTo("fermata: java.lang.String has no @Async methods and no async lambdas");
    assertThat(failure(cut)).isEqualTo("fermata: " + cut + ": a truncated class file");
    assertThat(failure(missing.resolve("A.class")))
        .isEqualTo("fermata: " + missing.resolve("A.class") + ": no such file or folder");
    assertThat(failure(missing, "com.acme.Orders"))
        .isEqualTo("fermata: " + missing + ": no such file or folder");
    assertThat(failure(classes))
        .isEqualTo(
            "fermata: %1$s: name a class behind it: fermata explain %1$s CLASS[.METHOD]"
                .formatted(classes));
  }

  private static String failure(Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "explain";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    ToolRun run = ToolRun.of(all);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(1);
    return run.errLines()[0];
  }

  @Test
  void without_arguments_the_usage_is_told() {
    ToolRun run = ToolRun.of("explain");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errLines()).singleElement().asString().contains("fermata explain --help");
  }
}
