package dev.fermata;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Placeholder. */
public final class Task<T extends @Nullable Object> extends CompletableFuture<T> {
  private Task() {}
}
