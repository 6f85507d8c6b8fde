package dev.fermata.tests.programs;

import dev.fermata.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a woven program notes, and at which second of the loop's clock since it has begun. */
public final class Diary {
  private static final List<String> NOTES = new ArrayList<>();
  private static long start;

  private Diary() {}

  /** Begins anew; the time is 0. */
  public static void begin() {
    NOTES.clear();
    start = EventLoop.current().nanoTime();
  }

  /** Adds a note. */
  public static void note(String what) {
    NOTES.add((EventLoop.current().nanoTime() - start) / 1_000_000_000 + " " + what);
  }

  /** The notes, each behind its second; also those that are still to come. */
  public static List<String> notes() {
    return Collections.unmodifiableList(NOTES);
  }
}
