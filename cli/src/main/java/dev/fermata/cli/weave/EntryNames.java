package dev.fermata.cli.weave;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which names of JAR entries would reach out of the folder that the JAR is unpacked in. */
final class EntryNames {
  private static final Pattern PARENT = Pattern.compile("(^|/)\\.\\.(/|$)");
  private static final Pattern ABSOLUTE = Pattern.compile("/.*|[A-Za-z]:.*");

  private EntryNames() {}

  /** What is wrong with the name, or null. */
  static @Nullable String defect(String name) {
    if (name.isEmpty()) {
      return "an entry without a name";
    }
    if (name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      return "the entry name " + quote(name) + " has a character that no JAR may have in one";
    }
    if (ABSOLUTE.matcher(name).matches()) {
      return "the entry name " + quote(name) + " is an absolute path";
    }
    if (PARENT.matcher(name).find()) {
      return "the entry name " + quote(name) + " leads out of the JAR";
    }
    return null;
  }

  private static String quote(String name) {
    return '"' + name.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
