package dev.fermata.tests.futures;

import java.util.concurrent.CompletableFuture;

/**
 * A future class that only its subclasses and its package may instantiate.
 *
 * @param <T> the type of the result
 */
public class ProtectedPromise<T> extends CompletableFuture<T> {
  /** For subclasses. */
  protected ProtectedPromise() {}
}
