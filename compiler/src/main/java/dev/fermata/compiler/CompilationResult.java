package dev.fermata.compiler;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of one class.
 *
 * @param kind whether the class was woven
 * @param bytes the class: the very array that was given if unchanged; if rejected, a class whose
 *     faulty async methods throw their diagnostic when called (or the given array, if nothing could
 *     be made of it)
 * @param generated the classes that were made beside it, by internal name; they belong to its
 *     package and class loader and must be defined before it
 */
@SuppressWarnings("ArrayRecordComponent") // class bytes are compared by nobody
public record CompilationResult(Kind kind, byte[] bytes, SortedMap<String, byte[]> generated) {
  /** What became of a class. */
  public enum Kind {
    /** There was nothing to weave. */
    UNCHANGED,
    /** It was woven. */
    WOVEN,
    /** At least one error was reported. */
    REJECTED
  }

  /** Makes the map unmodifiable. */
  public CompilationResult {
    generated = Collections.unmodifiableSortedMap(new TreeMap<>(generated));
  }

  static CompilationResult unchanged(byte[] bytes) {
    return new CompilationResult(Kind.UNCHANGED, bytes, new TreeMap<>());
  }
}
