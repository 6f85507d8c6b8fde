import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Returns of something pending, in a try whose catch does not see its failure. */
class ReturnInTry {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);
  private Coroutine<Integer> field;

  @Async
  static Coroutine<Integer> other(int x) throws IOException {
    return completed(x + await(F));
  }

  @Async
  static Coroutine<Integer> direct() {
    try {
      return other(1); // WARNING: FER-121
    } catch (IOException e) {
      return completed(-1);
    }
  }

  @Async
  static CompletableFuture<Integer> hot(CompletableFuture<Integer> parameter, boolean b) {
    try {
      if (b) {
        return parameter; // WARNING: FER-121
      }
      return F.thenApply(x -> x + await2()); // WARNING: FER-121
    } catch (IllegalStateException e) {
      return F; // behind the try
    }
  }

  static int await2() {
    return 2;
  }

  @Async
  static Coroutine<Integer> withFinally(StringBuilder log) {
    try {
      Coroutine<Integer> c = other(await(F));
      return c; // WARNING: FER-121
    } catch (IOException | RuntimeException e) {
      log.append("catch");
    } finally {
      log.append(log.isEmpty() ? "a" : "b");
    }
    return completed(0);
  }

  @Async
  Coroutine<Integer> oneOfTwo(boolean b) {
    try {
      return b ? completed(await(F)) : field; // WARNING: FER-121
    } catch (RuntimeException e) {
      throw new IllegalStateException("wrapped", e);
    }
  }

  @Async
  static Coroutine<Integer> outer() throws Exception {
    try {
      try {
        await(F);
      } catch (IllegalStateException e) {
        return other(1); // WARNING: FER-121
      }
      return other(2); // WARNING: FER-121
    } catch (IOException e) {
      return other(3);
    }
  }

  @Async
  static Coroutine<Integer> withResources(AutoCloseable resource) {
    try (resource) {
      return other(1); // WARNING: FER-121
    } catch (Exception e) {
      return completed(-1);
    }
  }

  /** A future of the user's own. */
  static class Promise<T> extends CompletableFuture<T> {
    static <T> Promise<T> of(T value) {
      Promise<T> promise = new Promise<>();
      promise.complete(value);
      return promise;
    }
  }

  private Promise<Integer> promise;

  static Promise<Integer> fetch() {
    return new Promise<>();
  }

  @Async
  Promise<Integer> ownSubclass(boolean b) {
    try {
      await(F);
      if (b) {
        return promise; // WARNING: FER-121
      }
      return fetch(); // WARNING: FER-121
    } catch (IllegalStateException e) {
      return Promise.of(-1);
    }
  }

  private static CompletableFuture<Integer> plus(int x) {
    return F.thenApply(y -> x + y);
  }

  @Async
  static CompletableFuture<Integer> byAnotherMethod() {
    try {
      return plus(await(F)); // WARNING: FER-121
    } catch (IllegalStateException e) {
      return F;
    }
  }

  // None of these

  @Async
  Promise<Integer> ownSubclassThatIsDone(boolean b) {
    try {
      if (b) {
        Promise<Integer> own = new Promise<>();
        own.complete(await(F));
        return own;
      }
      return Promise.of(await(F));
    } catch (IllegalStateException e) {
      return promise;
    }
  }

  private static final CompletableFuture<Integer> ONE = CompletableFuture.completedFuture(1);

  @Async
  static CompletableFuture<Integer> constant() {
    try {
      await(F);
      return ONE;
    } catch (IllegalStateException e) {
      return F;
    }
  }

  private static CompletableFuture<Integer> failed(String message) {
    if (message.isEmpty()) {
      return ONE;
    }
    return CompletableFuture.failedFuture(new IOException(message));
  }

  @Async
  static CompletableFuture<Integer> doneByAnotherMethod() {
    try {
      await(F);
      return failed("message");
    } catch (IllegalStateException e) {
      return F;
    }
  }

  @Async
  static Coroutine<Integer> completedOnes(boolean b) throws IOException {
    try {
      return b ? completed(await(F)) : completed(await(other(2)));
    } catch (IllegalStateException e) {
      return other(3);
    } catch (RuntimeException e) {
      return other(4);
    } finally {
      F.isDone();
    }
  }

  @Async
  static Coroutine<Integer> behind() throws IOException {
    Coroutine<Integer> c;
    try {
      await(F);
      c = other(1);
    } catch (IllegalStateException e) {
      c = other(2);
    }
    return c;
  }

  @Async
  static CompletableFuture<Integer> ownFuture(boolean b) {
    CompletableFuture<Integer> f = new CompletableFuture<>();
    try {
      if (b) {
        return CompletableFuture.failedFuture(new IOException("on purpose"));
      }
      f.complete(await(F));
      return f;
    } catch (IllegalStateException e) {
      return null;
    }
  }

  @Async
  static Coroutine<Integer> onlyFinally(Object lock) throws IOException {
    try {
      return other(1);
    } finally {
      await(F);
      synchronized (lock) {
        lock.notifyAll();
      }
    }
  }

  @Async
  static Coroutine<Integer> onlyResources(AutoCloseable resource, Object lock) throws Exception {
    try (resource;
        AutoCloseable second = () -> {}) {
      synchronized (lock) {
        return other(1);
      }
    }
  }
}
