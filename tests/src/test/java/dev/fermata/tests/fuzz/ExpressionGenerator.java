package dev.fermata.tests.fuzz;

import java.util.Random;

/**
 * Writes random expressions over the variables of a generated method: {@code i}, {@code j}, {@code
 * n} of int, {@code l}, {@code m} of long, {@code s}, {@code t} of String, {@code a} of int[],
 * {@code d} of double, {@code o} of Object.
 */
final class ExpressionGenerator {
  private final Random random;

  ExpressionGenerator(Random random) {
    this.random = random;
  }

  String ofInt(int depth) {
    if (depth == 0) {
      return pick("i", "j", "i++", "--j", "a[1]", String.valueOf(random.nextInt(10)), await("3"));
    }
    int below = depth - 1;
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> await(ofInt(below));
      case 3 -> "(" + ofInt(below) + pick(" + ", " * ", " - ", " ^ ") + ofInt(below) + ")";
      case 4 -> "three(" + ofInt(below) + ", " + ofLong(below) + ", " + ofInt(below) + ")";
      case 5 -> box(below) + ".sum()";
      case 6 -> "(" + ofBoolean(below) + " ? " + ofInt(below) + " : " + ofInt(below) + ")";
      case 7 -> "a[" + ofInt(below) + " & 3]";
      case 8 -> "(int) await(callee(p, " + ofInt(below) + "))";
      case 9 -> "new int[] {" + ofInt(below) + ", " + ofInt(below) + "}[" + ofInt(0) + " & 1]";
      default -> "(int) " + ofLong(below);
    };
  }

  String ofLong(int depth) {
    if (depth == 0) {
      return pick("l", "m", "l++", "5L", "(long) await(p.later(7L))");
    }
    int below = depth - 1;
    return switch (random.nextInt(5)) {
      case 0 -> "(long) await(p.later((long) " + ofInt(below) + "))";
      case 1 -> "(" + ofLong(below) + pick(" + ", " * ", " & ") + ofLong(below) + ")";
      case 2 -> "(" + ofInt(below) + " + " + ofLong(below) + ")";
      case 3 -> "(l += " + ofLong(below) + ")";
      default -> "(long) (d += " + ofInt(below) + ")";
    };
  }

  String ofString(int depth) {
    if (depth == 0) {
      return pick("s", "t", "\"c\"", "(\"\" + i)", "await(p.later(\"w\"))");
    }
    int below = depth - 1;
    return switch (random.nextInt(5)) {
      case 0 -> "(" + ofString(below) + " + " + ofInt(below) + " + " + ofLong(below) + ")";
      case 1 -> "await(p.later(" + ofString(below) + "))";
      case 2 -> "String.valueOf(" + ofObject(below) + ").concat(\"\" + " + ofString(below) + ")";
      case 3 -> "(" + ofBoolean(below) + " ? " + ofString(below) + " : null)";
      default ->
          "new StringBuilder(\"b\").append("
              + ofInt(below)
              + ").append("
              + ofString(below)
              + ").toString()";
    };
  }

  String ofObject(int depth) {
    if (depth == 0) {
      return pick("o", "s", "null", "(Object) i");
    }
    int below = depth - 1;
    return switch (random.nextInt(5)) {
      case 0 -> box(below);
      case 1 -> "(Object) (" + ofString(below) + ")";
      case 2 -> "await(p.later(" + ofObject(below) + "))";
      case 3 -> "await(async(() -> await(p.later(" + random.nextInt(9) + ")) + 1))";
      default -> "(Object) (" + ofInt(below) + ")";
    };
  }

  String ofBoolean(int depth) {
    if (depth == 0) {
      return pick("i > 2", "l < j", "t == null", "(boolean) await(p.later(true))", "o != null");
    }
    int below = depth - 1;
    return switch (random.nextInt(5)) {
      case 0 -> "(" + ofBoolean(below) + pick(" && ", " || ", " ^ ") + ofBoolean(below) + ")";
      case 1 -> "!(" + ofBoolean(below) + ")";
      case 2 -> "(boolean) await(p.later(" + ofBoolean(below) + "))";
      case 3 -> "(" + ofLong(below) + pick(" > ", " <= ") + ofInt(below) + ")";
      default -> "(" + ofInt(below) + pick(" == ", " != ", " < ") + ofInt(below) + ")";
    };
  }

  private String box(int depth) {
    return "new Box(" + ofInt(depth) + ", " + ofLong(depth) + ", " + ofObject(depth) + ")";
  }

  private static String await(String value) {
    return "(int) await(p.later(" + value + "))";
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
