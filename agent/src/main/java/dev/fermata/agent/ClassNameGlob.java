package dev.fermata.agent;

import java.util.regex.Pattern;

/**
 * A pattern of class names: {@code *} stands for characters other than a dot, {@code **} for any,
 * {@code ?} for one. What it matches, it matches with all nested classes.
 */
final class ClassNameGlob {
  private final Pattern pattern;

  /** Takes the pattern as the user wrote it, for example {@code com.acme.**}. */
  ClassNameGlob(String glob) {
    pattern = Pattern.compile(toRegex(glob) + "(\\$.*)?");
  }

  /** Whether the class, named as in class files, is meant. */
  boolean matches(String internalName) {
    return pattern.matcher(internalName).matches();
  }

  private static String toRegex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c == '.' ? '/' : c)));
      }
    }
    return regex.toString();
  }
}
