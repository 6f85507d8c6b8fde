package dev.fermata;

import dev.fermata.runtime.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads futures without wrapping their exceptions. */
final class Futures {
  private Futures() {}

  /**
   * The original exception of a future that has failed. Unlike {@code join} this makes no new
   * exception.
   */
  static Throwable exceptionOf(CompletableFuture<?> failed) {
    Throwable exception = failed.handle(Futures::second).getNow(null);
    if (exception == null) {
      throw new IllegalStateException("the future did not fail: " + failed);
    }
    return original(exception);
  }

  private static @Nullable Throwable second(Object value, @Nullable Throwable exception) {
    return exception;
  }

  /** The exception that a future's dependent stages have wrapped. */
  static Throwable original(Throwable exception) {
    return exception instanceof CompletionException && exception.getCause() != null
        ? exception.getCause()
        : exception;
  }

  /** The outcome of a future that is done: its value, or a {@link Failure}. */
  static @Nullable Object outcomeOf(CompletableFuture<?> done) {
    return done.isCompletedExceptionally() ? new Failure(exceptionOf(done)) : done.getNow(null);
  }

  /**
   * A stage as a future that can be looked at. Stages that refuse to be one, and those of other
   * libraries, are mirrored.
   */
  static CompletableFuture<?> futureOf(CompletionStage<?> stage) {
    try {
      return stage.toCompletableFuture();
    } catch (UnsupportedOperationException refused) {
      CompletableFuture<@Nullable Object> mirror = new CompletableFuture<>();
      stage.whenComplete((value, exception) -> settle(mirror, value, exception));
      return mirror;
    }
  }

  /** Completes a future with a value, or with an exception if there is one. */
  static void settle(
      CompletableFuture<@Nullable Object> future,
      @Nullable Object value,
      @Nullable Throwable exception) {
    if (exception == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(original(exception));
    }
  }
}
