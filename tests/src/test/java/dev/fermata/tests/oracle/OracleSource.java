package dev.fermata.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes out in a target's source what a woven loop over a generator does by itself: a loop whose
 * line ends in {@code // closes} becomes a try-with-resources statement round a {@code while} loop.
 * All lines keep their numbers.
 */
final class OracleSource {
  private static final Pattern LOOP =
      Pattern.compile("(\\s*)(\\w+: )?for \\((\\S+) (\\w+) : (.*)\\) \\{ // closes");

  private OracleSource() {}

  static String translate(String source) {
    List<String> lines = new ArrayList<>(source.lines().toList());
    for (int i = 0; i < lines.size(); i++) {
      Matcher loop = LOOP.matcher(lines.get(i));
      if (loop.matches()) {
        String iterator = "it" + i;
        String label = loop.group(2) == null ? "" : loop.group(2);
        String open =
            "%stry (var %s = dev.fermata.tests.oracle.OracleLoop.over(%s)) { %swhile (%s.hasNext())"
                + " { %s %s = %s.next();";
        lines.set(
            i,
            open.formatted(
                loop.group(1),
                iterator,
                loop.group(5),
                label,
                iterator,
                loop.group(3),
                loop.group(4),
                iterator));
        int end = endOfBlock(lines, i + 1);
        lines.set(end, lines.get(end).replaceFirst("}", "}}"));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** The line whose first brace closes the block that a line stands in. */
  private static int endOfBlock(List<String> lines, int from) {
    int depth = 1;
    for (int i = from; i < lines.size(); i++) {
      for (char c : lines.get(i).toCharArray()) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) {
          return i;
        }
      }
    }
    throw new IllegalArgumentException("a block has no end");
  }
}
