package dev.fermata;

import org.jspecify.annotations.Nullable;

/** Placeholder. */
public sealed interface Outcome<T extends @Nullable Object> {
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  record Failure<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {}

  record Cancelled<T extends @Nullable Object>() implements Outcome<T> {}
}
