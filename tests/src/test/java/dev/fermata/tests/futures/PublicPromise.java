package dev.fermata.tests.futures;

import java.util.concurrent.CompletableFuture;

/**
 * A future class that everybody may instantiate.
 *
 * @param <T> the type of the result
 */
public class PublicPromise<T> extends CompletableFuture<T> {
  /** For all. */
  public PublicPromise() {}
}
