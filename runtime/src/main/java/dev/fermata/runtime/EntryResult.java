package dev.fermata.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * What a direct entry, or a call site that is linked to one, gives: an object, or the primitive of
 * a box in the manner of {@link TypedResults}. The names are those of the boxes.
 */
@SuppressWarnings("JavaLangClash") // call sites name them so
enum EntryResult {
  Object(Object.class),
  Integer(int.class),
  Long(long.class),
  Double(double.class),
  Float(float.class),
  Short(int.class),
  Byte(int.class),
  Character(int.class),
  Boolean(int.class);

  private static final Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;

  EntryResult(Class<?> type) {
    this.type = type;
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
    return this == Object ? target : filter(target, "unbox", java.lang.Object.class, type);
  }

  /** Adapts what gives this result, so that it gives an object. */
  MethodHandle toObject(MethodHandle target) {
    return this == Object ? target : filter(target, "box", type, java.lang.Object.class);
  }

  private MethodHandle filter(MethodHandle target, String verb, Class<?> from, Class<?> to) {
    try {
      return MethodHandles.filterReturnValue(
          target,
          LOOKUP.findStatic(TypedResults.class, verb + name(), MethodType.methodType(to, from)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a function of TypedResults is missing", e);
    }
  }
}
