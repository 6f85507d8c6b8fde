package dev.fermata.tests.oracle;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way to compile a target.
 *
 * @param compiler which compiler
 * @param debug whether with debug information
 * @param style whether the methods are cold or hot
 */
public record Build(Compiler compiler, boolean debug, Style style) {
  /** The compilers. */
  public enum Compiler {
    /** The JDK's. */
    JAVAC,
    /** Eclipse's. */
    ECJ
  }

  /** What the source's coroutines become. */
  public enum Style {
    /** Coroutines, as they are written. */
    COLD,
    /** Futures. */
    HOT;

    /** The source in this style, but for lines that end in {@code // stays cold}. */
    String translate(String source) {
      if (this == COLD) {
        return source;
      }
      return source
          .lines()
          .map(line -> line.endsWith("// stays cold") ? line : hot(line))
          .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String hot(String line) {
      return line.replaceAll("\\bCoroutine<", "CompletableFuture<")
          .replaceAll("\\bcompleted\\(\\)", "completedFuture(null)")
          .replaceAll("\\bcompleted\\(", "completedFuture(")
          .replace(
              "import dev.fermata.Coroutine;", "import java.util.concurrent.CompletableFuture;")
          .replaceFirst(
              "^import dev.fermata.annotations.Async;",
              "import static java.util.concurrent.CompletableFuture.completedFuture; "
                  + "import dev.fermata.annotations.Async;");
    }
  }

  /** Every way. */
  public static List<Build> all() {
    return Stream.of(Compiler.values())
        .flatMap(
            compiler ->
                Stream.of(true, false)
                    .flatMap(
                        debug ->
                            Stream.of(Style.values())
                                .map(style -> new Build(compiler, debug, style))))
        .toList();
  }

  /** As it stands in a test's name, for example {@code javac -g, hot}. */
  @Override
  public String toString() {
    String name = compiler == Compiler.JAVAC ? "javac" : "ecj";
    return name + (debug ? " -g" : " -g:none") + ", " + (style == Style.HOT ? "hot" : "cold");
  }

  /** As it stands in a path. */
  String folder() {
    return toString().replace(", ", "-").replace(" -", "-").replace(":", "-");
  }
}
