package dev.fermata.tests.futures;

import java.util.concurrent.CompletableFuture;

/**
 * A future class that nobody can instantiate.
 *
 * @param <T> the type of the result
 */
public abstract class AbstractPromise<T> extends CompletableFuture<T> {
  /** For subclasses. */
  public AbstractPromise() {}
}
