package dev.fermata;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Futures of other origin, given up by a task that is cancelled.
 *
 * <p>The cancel of a plain {@link CompletableFuture} ends nothing but the future, for which others
 * may wait too. One whose class has a {@code cancel} of its own stands for something that the
 * cancel ends, as a request of {@code java.net.http.HttpClient} does.
 */
final class ForeignFutures {
  private static final ClassValue<Boolean> HAS_CANCEL =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return type.getMethod("cancel", boolean.class).getDeclaringClass()
                != CompletableFuture.class;
          } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
          }
        }
      };

  private ForeignFutures() {}

  /**
   * Cancels a future if its class has a cancel of its own. What that throws is reported.
   *
   * @param loop that of the task, if it has one
   */
  static void giveUp(CompletableFuture<?> future, @Nullable EventLoop loop) {
    if (future.getClass() == CompletableFuture.class || !HAS_CANCEL.get(future.getClass())) {
      return;
    }
    try {
      future.cancel(true);
    } catch (Throwable fault) {
      String message = "cancelling " + future + " failed";
      if (loop != null) {
        loop.report(message, fault);
      } else {
        Reports.log(message, fault);
      }
    }
  }
}
