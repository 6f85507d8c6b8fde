package dev.fermata.compiler.explain;

import org.jspecify.annotations.Nullable;

/**
 * What is awaited at a suspension point.
 *
 * @param kind how it is awaited
 * @param origin where it comes from, such as {@code Bank.refund()}, the name of a variable or of a
 *     field; null if that can't be told
 */
public record Awaited(Kind kind, @Nullable String origin) {
  /** How something is awaited. */
  public enum Kind {
    /** By calling the direct entry of an async method: no object is made for it. */
    DIRECT_CALL,
    /** The same, except where a mocking library is present. */
    GUARDED_DIRECT_CALL,
    /** The same, if the target turns out at run time to be an async method; else as an object. */
    LATE_BOUND_CALL,
    /** An operation of the runtime, such as a sleep: no object is made for it. */
    OPERATION,
    /** As a future. */
    FUTURE,
    /** As a coroutine object. */
    COROUTINE,
    /** By another call than {@code await}: a generator's {@code emit}. */
    CALL
  }
}
