package dev.fermata.tests.fuzz;

import java.util.Random;

/**
 * Writes random target classes that compile and end: awaits in random places of random nested
 * statements. One seed gives one class.
 */
final class ProgramGenerator {
  private static final int STATEMENT_DEPTH = 3;
  private static final String HEAD =
      """
      package targets;

      import static dev.fermata.Fermata.*;

      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      import dev.fermata.tests.probe.Probe;

      public class NAME {
        record Box(int a, long b, Object c) {
          int sum() {
            return a * 31 + (int) b + String.valueOf(c).length();
          }
        }

        record Res(Probe p, int n) implements AutoCloseable {
          @Override
          public void close() {
            p.log("close " + n);
            if (n % 5 == 4) {
              throw new IllegalStateException("close " + n);
            }
          }
        }

        static int three(int a, long b, int c) {
          return a * 7 + (int) b * 5 + c;
        }

        @Async
        static Coroutine<Integer> callee(Probe p, int x) {
          try {
            return completed(await(p.later(x)) + 1);
          } finally {
            p.log("callee " + x);
          }
        }
      """;

  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private final ExpressionGenerator expressions;
  private String indent = "  ";
  private int labels;
  private int loops;

  private ProgramGenerator(long seed) {
    random = new Random(seed);
    expressions = new ExpressionGenerator(random);
  }

  /** The source of a class with a number of random methods {@code m0}, {@code m1} and so on. */
  static String generate(String className, long seed, int methods) {
    ProgramGenerator generator = new ProgramGenerator(seed);
    generator.out.append(HEAD.replace("NAME", className));
    for (int i = 0; i < methods; i++) {
      generator.method("m" + i);
    }
    return generator.out.append("}\n").toString();
  }

  private void method(String name) {
    line("");
    line("@Async");
    line("public static Coroutine<Object> " + name + "(Probe p) {");
    nest();
    line("int i = 1, j = 2, n = 0;");
    line("long l = 3, m = 4;");
    line("String s = \"s\", t = null;");
    line("int[] a = {1, 2, 3, 4};");
    line("double d = 0.5;");
    line("Object o = null;");
    block(STATEMENT_DEPTH, 4);
    line(
        "return completed(i + \",\" + j + \",\" + l + \",\" + m + \",\" + s + \",\" + t + \",\" + d");
    line("    + \",\" + o + java.util.Arrays.toString(a));");
    unnest();
    line("}");
  }

  private void block(int depth, int atMost) {
    int count = 1 + random.nextInt(atMost);
    for (int k = 0; k < count; k++) {
      statement(depth);
    }
  }

  private void statement(int depth) {
    int kind = random.nextInt(depth > 0 ? 16 : 6);
    switch (kind) {
      case 0 -> line(pick("i", "j") + pick(" = ", " += ", " ^= ") + expressions.ofInt(2) + ";");
      case 1 -> line(pick("l", "m") + pick(" = ", " -= ", " += ") + expressions.ofLong(2) + ";");
      case 2 -> line(pick("s", "t") + pick(" = ", " += ") + expressions.ofString(2) + ";");
      case 3 -> line("p.log(" + expressions.ofString(1) + ");");
      case 4 -> line("o = " + expressions.ofObject(2) + ";");
      case 5 -> line("a[" + expressions.ofInt(1) + " & 3] += " + expressions.ofInt(2) + ";");
      case 6, 7 -> choice(depth);
      case 8 -> loop(depth);
      case 9 -> whileLoop(depth);
      case 10, 11, 12 -> tryStatement(depth);
      case 13 -> resources(depth);
      case 14 -> switchStatement(depth);
      default -> exit();
    }
  }

  private void choice(int depth) {
    open("if (" + expressions.ofBoolean(2) + ") {");
    block(depth - 1, 3);
    if (random.nextBoolean()) {
      reopen("} else {");
      block(depth - 1, 3);
    }
    close("}");
  }

  private void loop(int depth) {
    String k = "k" + labels++;
    String label = "L" + labels;
    line(label + ":");
    open("for (int " + k + " = 0; " + k + " < " + (1 + random.nextInt(3)) + "; " + k + "++) {");
    loops++;
    line("j += " + k + ";");
    block(depth - 1, 3);
    if (random.nextInt(3) == 0) {
      line("if (" + expressions.ofBoolean(1) + ") " + pick("break ", "continue ") + label + ";");
      block(depth - 1, 2);
    }
    loops--;
    close("}");
  }

  private void whileLoop(int depth) {
    String k = "w" + labels++;
    line("int " + k + " = " + (1 + random.nextInt(3)) + ";");
    boolean doWhile = random.nextBoolean();
    String condition = k + "-- > 0 && " + expressions.ofBoolean(1);
    open(doWhile ? "do {" : "while (" + condition + ") {");
    loops++;
    block(depth - 1, 3);
    loops--;
    close(doWhile ? "} while (" + condition + ");" : "}");
  }

  private void tryStatement(int depth) {
    boolean handler = random.nextInt(4) > 0;
    boolean last = !handler || random.nextInt(2) == 0;
    open("try {");
    block(depth - 1, 3);
    if (handler) {
      String e = "e" + labels++;
      boolean every = random.nextInt(4) == 0;
      reopen("} catch (" + (every ? "Throwable" : "RuntimeException") + " " + e + ") {");
      line("p.log(" + e + ".getClass().getSimpleName());");
      block(depth - 1, 2);
      if (random.nextInt(4) == 0) {
        line("if (" + expressions.ofBoolean(1) + ") throw " + e + ";");
      }
    }
    if (last) {
      reopen("} finally {");
      line("p.log(\"finally \" + n++);");
      block(depth - 2, 2);
    }
    close("}");
  }

  private void resources(int depth) {
    String r = "r" + labels++;
    open("try (Res " + r + " = new Res(p, " + expressions.ofInt(1) + ")) {");
    line("j ^= " + r + ".n();");
    block(depth - 1, 2);
    if (random.nextBoolean()) {
      reopen("} catch (IllegalStateException x" + labels++ + ") {");
      block(depth - 1, 2);
    }
    close("}");
  }

  private void switchStatement(int depth) {
    open("switch (" + expressions.ofInt(1) + " & 3) {");
    for (int k = 0; k < 3; k++) {
      line(k == 2 ? "default:" : "case " + k + ":");
      nest();
      block(depth - 1, 2);
      if (random.nextInt(3) > 0) {
        line("break;");
      }
      unnest();
    }
    close("}");
  }

  private void exit() {
    String condition = "if (" + expressions.ofBoolean(1) + ") ";
    switch (random.nextInt(4)) {
      case 0 -> line(condition + "return completed(" + expressions.ofObject(1) + ");");
      case 1 -> line(condition + "throw new IllegalStateException(\"t\" + i);");
      default ->
          line(
              loops > 0
                  ? condition + pick("break;", "continue;")
                  : "await(p.later(" + labels++ + "));");
    }
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void open(String text) {
    line(text);
    nest();
  }

  private void reopen(String text) {
    unnest();
    line(text);
    nest();
  }

  private void close(String text) {
    unnest();
    line(text);
  }

  private void nest() {
    indent += "  ";
  }

  private void unnest() {
    indent = indent.substring(2);
  }

  private void line(String text) {
    out.append(indent).append(text).append('\n');
  }
}
