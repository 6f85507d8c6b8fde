import static dev.fermata.Fermata.*;

import dev.fermata.annotations.Async;
import dev.fermata.tests.futures.AbstractPromise;
import dev.fermata.tests.futures.PackagePromise;
import dev.fermata.tests.futures.ProtectedPromise;
import dev.fermata.tests.futures.PublicPromise;
import java.util.concurrent.CompletableFuture;

/** Subclasses of CompletableFuture that a woven method can't make. */
class FutureSubclasses {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);

  class Inner<T> extends CompletableFuture<T> {}

  static class WithArgument<T> extends CompletableFuture<T> {
    WithArgument(T value) {
      complete(value);
    }
  }

  @Async
  static AbstractPromise<Integer> isAbstract() {
    await(F); // ERROR: FER-105
    return null;
  }

  @Async
  static PackagePromise<Integer> ofAnotherPackage() {
    await(F); // ERROR: FER-105
    return null;
  }

  @Async
  static ProtectedPromise<Integer> isProtected() {
    await(F); // ERROR: FER-105
    return null;
  }

  @Async
  Inner<Integer> inner() {
    return new Inner<>(); // ERROR: FER-105
  }

  @Async
  static WithArgument<Integer> withArgument() {
    return new WithArgument<>(await(F)); // ERROR: FER-105
  }

  @Async
  static PublicPromise<Integer> fine() {
    PublicPromise<Integer> promise = new PublicPromise<>();
    promise.complete(await(F));
    return promise;
  }
}
