package dev.fermata.tests.probe;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One awaited thing: a future, and the outcome that its mode gives it. */
public final class Thing {
  private final int number;
  private final CompletableFuture<@Nullable Object> future;
  private final @Nullable Object value;
  private final @Nullable Throwable failure;
  private boolean settled;

  Thing(
      int number,
      @Nullable Object value,
      @Nullable Throwable failure,
      CompletableFuture<@Nullable Object> future) {
    this.number = number;
    this.future = future;
    this.value = value;
    this.failure = failure;
  }

  /** Its place in the order of creation, from 1. */
  public int number() {
    return number;
  }

  /** What the target awaits. */
  public CompletableFuture<@Nullable Object> future() {
    return future;
  }

  /** What it fails with, or null. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** What it succeeds with. */
  public @Nullable Object value() {
    return value;
  }

  /** Whether its outcome has been delivered, or the waiting task cancelled. */
  public boolean isSettled() {
    return settled;
  }

  /** Notes that it needs nothing more. */
  public void markSettled() {
    settled = true;
  }

  /** Whether a task waits for it now. */
  public boolean isAwaited() {
    return !settled && !future.isDone() && future.getNumberOfDependents() > 0;
  }

  /** Gives the future its outcome. */
  public void settle() {
    settled = true;
    if (failure != null) {
      future.completeExceptionally(failure);
    } else {
      future.complete(value);
    }
  }
}
