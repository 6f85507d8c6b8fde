package dev.fermata.benchmarks.weaving;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Makes classes with async methods, as they come from the compiler: five each, of the kinds that
 * programs have, awaits in loops, branches and handlers among them. Every one is the same but for
 * its name.
 */
@SuppressWarnings("InlineFormatString") // whole source files, which no method should have inside
final class AsyncClasses {
  /** How many async methods each class has. */
  static final int METHODS = 5;

  private static final String SERVICE =
      """
      package made;

      import static dev.fermata.Fermata.await;
      import static dev.fermata.Fermata.completed;
      import static dev.fermata.Fermata.yieldNow;

      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      import java.util.HashMap;
      import java.util.Map;
      import java.util.concurrent.CompletableFuture;

      public final class Service%1$d {
        private final Map<String, Integer> known = new HashMap<>();
        private long noted;

        @Async
        public Coroutine<Integer> price(String name, int count) {
          int each = await(lookUp(name));
          int total = 0;
          for (int i = 0; i < count; i++) {
            total += each;
            if (i %% 3 == 2) {
              await(note(name, total));
            }
          }
          return completed(total);
        }

        @Async
        Coroutine<Integer> lookUp(String name) {
          Integer price = known.get(name);
          if (price == null) {
            price = await(fetch(name));
            known.put(name, price);
          }
          return completed(price);
        }

        @Async
        private Coroutine<Integer> fetch(String name) {
          try {
            await(yieldNow());
            return completed(name.length());
          } catch (IllegalStateException e) {
            await(note(name, -1));
            throw e;
          }
        }

        @Async
        Coroutine<Void> note(String name, long value) {
          String text = await(label(name, value));
          noted += text.length();
          return completed();
        }

        @Async
        CompletableFuture<String> label(String name, long value) {
          String first = await(CompletableFuture.completedFuture(name));
          String second = value < 0 ? "none" : Long.toString(value);
          return CompletableFuture.completedFuture(first + " " + second);
        }
      }
      """;

  private static final String PROGRAM =
      """
      package made;

      import dev.fermata.Fermata;

      public final class Program {
        public static void main(String[] arguments) {
          long sum = 0;
      %s    System.out.println(sum);
        }
      }
      """;

  private AsyncClasses() {}

  /**
   * Makes so many classes {@code made.ServiceN}, and {@code made.Program}, which calls a method of
   * each.
   *
   * @param folder takes the class files, and their sources
   */
  static void make(int count, Path folder) throws IOException {
    List<Path> sources = new ArrayList<>();
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Path source = folder.resolve("Service" + i + ".java");
      sources.add(Files.writeString(source, SERVICE.formatted(i)));
      calls.append("    sum += Fermata.run(new Service%1$d().price(\"a%1$d\", 4));%n".formatted(i));
    }
    sources.add(Files.writeString(folder.resolve("Program.java"), PROGRAM.formatted(calls)));
    compile(sources, folder);
  }

  /** Compiles sources into their folder. */
  static void compile(List<Path> sources, Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IOException("this is a JRE; the benchmarks need a JDK");
    }
    List<String> options =
        List.of(
            "-g",
            "--release",
            "17",
            "-proc:none",
            "-d",
            folder.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    StringWriter said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      if (!compiler
          .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call()) {
        throw new IOException(said.toString());
      }
    }
  }
}
