import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Catches at which the cancellation of a task ends. */
class SwallowedCancellation {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);
  private Throwable last;

  @Async
  static Coroutine<Integer> throwable() {
    try {
      return completed(await(F));
    } catch (Throwable t) { // WARNING: FER-122
      System.err.println(t);
      return completed(-1);
    }
  }

  @Async
  static CompletableFuture<Integer> error() {
    int n = 0;
    try {
      n = await(F);
    } catch (RuntimeException e) {
      throw e;
    } catch (Error e) { // WARNING: FER-122
      n = -1;
    }
    return CompletableFuture.completedFuture(n);
  }

  @Async
  Coroutine<Void> forEver() {
    while (true) {
      try {
        await(F);
      } catch (Throwable t) { // WARNING: FER-122
        synchronized (this) {
          last = t;
        }
      }
    }
  }

  @Async
  static Coroutine<Integer> outer(AutoCloseable resource) {
    int n = 0;
    try {
      try {
        n += await(F);
      } catch (Throwable t) {
        n++;
        throw t;
      } finally {
        n += await(F);
      }
      try (resource) {
        n += await(F);
      }
    } catch (Throwable t) { // WARNING: FER-122
      n = -1;
    }
    return completed(n);
  }

  @Async
  static Coroutine<Throwable> asValue() {
    try {
      await(F);
      return completed(null);
    } catch (Throwable t) { // WARNING: FER-122
      return completed(t);
    }
  }

  static AsyncCallable<Integer> lambda() {
    return () -> {
      try {
        return await(F);
      } catch (Throwable t) { // WARNING: FER-122
        return 0;
      }
    };
  }

  @Async
  static Coroutine<Integer> onlyOthersAreThrownAgain() {
    try {
      return completed(await(F));
    } catch (Throwable t) { // WARNING: FER-122
      if (t instanceof IOException e) {
        throw new UncheckedIOException(e);
      }
      return completed(-1);
    }
  }

  @Async
  static Coroutine<Integer> onlyRuntimeExceptionsAreThrownAgain(int n) {
    try {
      n += await(F);
    } catch (Throwable t) { // WARNING: FER-122
      if (!(t instanceof RuntimeException)) {
        n++;
      } else {
        throw t;
      }
    }
    return completed(n);
  }

  @Async
  static Coroutine<Integer> retries() throws IOException {
    Throwable last = null;
    for (int i = 0; i < 3; i++) {
      try {
        return completed(await(F));
      } catch (Throwable t) { // WARNING: FER-122
        last = t;
      }
    }
    throw new IOException(last);
  }

  // None of these

  @Async
  static Coroutine<Integer> errorsAreToldByTheirType() {
    try {
      return completed(await(F));
    } catch (Throwable t) {
      if (t instanceof Error) {
        throw t;
      }
      return completed(-1);
    }
  }

  @Async
  static Coroutine<Integer> onlyExceptionsEndHere() {
    try {
      return completed(await(F));
    } catch (Throwable t) {
      if (t instanceof Exception) {
        return completed(-1);
      }
      throw t;
    }
  }

  @Async
  static Coroutine<Integer> thrownLater() throws IOException {
    Throwable failure = null;
    int n = 0;
    try {
      n = await(F);
    } catch (Throwable t) {
      failure = t;
    }
    System.err.println(n);
    if (failure != null) {
      throw new IOException("late", failure);
    }
    return completed(n);
  }

  @Async
  static CompletableFuture<Integer> failsLater(CompletableFuture<Integer> promise) {
    Throwable failure = null;
    int n = 0;
    try {
      n = await(F);
    } catch (Throwable t) {
      failure = t;
    }
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    return CompletableFuture.completedFuture(n);
  }

  @Async
  static Coroutine<Integer> cleanupFailsBesideAnotherFailure() {
    try {
      return completed(await(F));
    } catch (RuntimeException e) {
      try {
        await(F);
      } catch (Throwable t) {
        e.addSuppressed(t);
      }
      throw e;
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void sneakyThrow(Throwable t) throws X {
    throw (X) t;
  }

  @Async
  static Coroutine<Integer> thrownByAnother() {
    try {
      return completed(await(F));
    } catch (Throwable t) {
      SwallowedCancellation.<RuntimeException>sneakyThrow(t);
      return completed(-1);
    }
  }

  interface Listener {
    void onError(Throwable t);
  }

  @Async
  static Coroutine<Void> told(Listener listener) {
    try {
      await(F);
    } catch (Throwable t) {
      listener.onError(t);
    }
    return completed();
  }

  @Async
  static Coroutine<Integer> exceptions(AutoCloseable resource, Object lock) {
    int n = 0;
    try (resource) {
      n = await(F);
      synchronized (lock) {
        n++;
      }
    } catch (Exception e) {
      n = -1;
    } finally {
      n++;
    }
    return completed(n);
  }

  @Async
  static Coroutine<Integer> thrownAgain(boolean b) {
    try {
      return completed(await(F));
    } catch (Throwable t) {
      if (b) {
        System.err.println(t);
      }
      throw t;
    }
  }

  @Async
  static Coroutine<Integer> wrapped() {
    try {
      return completed(await(F));
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  @Async
  static Coroutine<Integer> wrappedBehind() {
    Throwable failure;
    try {
      return completed(await(F));
    } catch (Throwable t) {
      failure = t;
    }
    throw new IllegalStateException(failure);
  }

  @Async
  static Coroutine<Integer> cancellationIsThrownAgain() {
    try {
      return completed(await(F));
    } catch (Throwable t) {
      if (t instanceof TaskCancelled c) {
        throw c;
      }
      return completed(-1);
    }
  }

  @Async
  static Coroutine<Integer> cancellationHasItsOwnCatch() {
    try {
      return completed(await(F));
    } catch (TaskCancelled c) {
      throw c;
    } catch (Throwable t) {
      return completed(-1);
    }
  }

  @Async
  static Coroutine<Integer> errorsAreThrownAgain() {
    try {
      return completed(await(F));
    } catch (Error e) {
      throw e;
    } catch (Throwable t) {
      return completed(-1);
    }
  }

  @Async
  static CompletableFuture<Integer> failedFuture() {
    try {
      return CompletableFuture.completedFuture(await(F));
    } catch (Throwable t) {
      return CompletableFuture.failedFuture(t);
    }
  }

  static CompletableFuture<Integer> failed(String message, Throwable t) {
    return CompletableFuture.failedFuture(new IOException(message, t));
  }

  @Async
  static CompletableFuture<Integer> failedByAnother() {
    try {
      return CompletableFuture.completedFuture(await(F));
    } catch (Throwable t) {
      System.err.println(t);
      return failed("failed", t);
    }
  }

  @Async
  static Coroutine<Void> settles(CompletableFuture<Integer> promise) {
    try {
      promise.complete(await(F));
    } catch (Throwable t) {
      promise.completeExceptionally(t);
    }
    return completed();
  }

  @Async
  static Coroutine<Integer> noAwaitInside(Function<Integer, Integer> f) {
    int n = await(F);
    try {
      n = f.apply(n);
    } catch (Throwable t) {
      n = -1;
    }
    return completed(n + await(F));
  }
}
