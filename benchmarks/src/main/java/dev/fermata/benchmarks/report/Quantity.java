package dev.fermata.benchmarks.report;

import java.util.Locale;

/** Numbers with units, with as many digits as say something. */
final class Quantity {
  private static final String[] TIMES = {"ns", "µs", "ms", "s"};
  private static final String[] SIZES = {"B", "kB", "MB", "GB"};

  private Quantity() {}

  /** A time that is given in nanoseconds. */
  static String time(double nanos) {
    return scaled(nanos, TIMES);
  }

  static String bytes(double bytes) {
    return bytes < 0.5 ? "0 B" : scaled(bytes, SIZES);
  }

  static String ratio(double ratio) {
    return ratio < 10 ? String.format(Locale.ROOT, "%.2f", ratio) : digits(ratio);
  }

  private static String scaled(double value, String[] units) {
    double rest = value;
    int unit = 0;
    while (rest >= 10_000 && unit < units.length - 1) {
      rest /= 1_000;
      unit++;
    }
    return digits(rest) + " " + units[unit];
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%,.0f", value);
  }
}
