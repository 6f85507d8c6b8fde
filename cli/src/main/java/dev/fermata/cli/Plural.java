package dev.fermata.cli;

/** Counts things in English. */
final class Plural {
  private Plural() {}

  /** For example {@code 1 class} and {@code 2 classes}. */
  static String of(int count, String noun) {
    if (count == 1) {
      return count + " " + noun;
    }
    return count + " " + noun + (noun.endsWith("s") ? "es" : "s");
  }
}
