package dev.fermata.tests.futures;

import java.util.concurrent.CompletableFuture;

/**
 * A future class that only its package may instantiate.
 *
 * @param <T> the type of the result
 */
public class PackagePromise<T> extends CompletableFuture<T> {
  /** For the package. */
  PackagePromise() {}
}
