package dev.fermata.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * What a direct entry, or a call site that is linked to one, gives: an object, or the primitive of
 * a box in the manner of {@link TypedResults}. Booleans and the small numbers are ints.
 */
enum EntryResult {
  OBJECT("Object", Object.class),
  INTEGER("Integer", int.class),
  LONG("Long", long.class),
  DOUBLE("Double", double.class),
  FLOAT("Float", float.class),
  SHORT("Short", int.class),
  BYTE("Byte", int.class),
  CHARACTER("Character", int.class),
  BOOLEAN("Boolean", int.class);

  private static final Lookup LOOKUP = MethodHandles.lookup();

  private final String simpleName;
  private final Class<?> type;

  EntryResult(String simpleName, Class<?> type) {
    this.simpleName = simpleName;
    this.type = type;
  }

  /**
   * The one of a class of {@code java.lang}.
   *
   * @throws IllegalArgumentException if it is neither a box nor {@code Object}
   */
  static EntryResult of(String simpleName) {
    for (EntryResult result : values()) {
      if (result.simpleName.equals(simpleName)) {
        return result;
      }
    }
    throw new IllegalArgumentException(simpleName);
  }

  /** The simple name of the box, or {@code Object}. */
  String simpleName() {
    return simpleName;
  }

  /** The type that is returned. */
  Class<?> type() {
    return type;
  }

  /** Adapts what gives another result, so that it gives this one. */
  MethodHandle from(EntryResult given, MethodHandle target) {
    return given == this ? target : fromObject(given.toObject(target));
  }

  /** Adapts what gives an object, which may be a frame. */
  MethodHandle fromObject(MethodHandle target) {
    return this == OBJECT ? target : filter(target, "unbox", Object.class, type);
  }

  /** Adapts what gives this result, so that it gives an object. */
  MethodHandle toObject(MethodHandle target) {
    return this == OBJECT ? target : filter(target, "box", type, Object.class);
  }

  private MethodHandle filter(MethodHandle target, String verb, Class<?> from, Class<?> to) {
    try {
      return MethodHandles.filterReturnValue(
          target,
          LOOKUP.findStatic(
              TypedResults.class, verb + simpleName, MethodType.methodType(to, from)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a function of TypedResults is missing", e);
    }
  }
}
