package dev.fermata;

import org.jspecify.annotations.Nullable;

/** A coroutine whose result is known; it may be awaited many times. */
final class CompletedCoroutine<T extends @Nullable Object> extends Coroutine<T> {
  /** The result of an async method that has none. */
  static final CompletedCoroutine<@Nullable Void> VOID = new CompletedCoroutine<>(null);

  private final @Nullable T value;

  CompletedCoroutine(@Nullable T value) {
    super(Reusable.YES);
    this.value = value;
  }

  @Override
  protected @Nullable Object begin() {
    return value;
  }

  @Override
  protected String name() {
    return "Fermata.completed";
  }
}
