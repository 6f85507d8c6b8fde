package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * A source of elements that are awaited. In an {@code @Async} method {@code for (var x : source)}
 * awaits each of them; this is Python's {@code async for}.
 *
 * <p>An {@code @Async} method that declares this as its return type is an async generator: it gives
 * elements by {@link Fermata#emit}, may await, and returns {@link Fermata#end}. Each iterator runs
 * the body from its start.
 *
 * @param <T> the type of the elements
 */
public interface AsyncIterable<T extends @Nullable Object> extends Iterable<T> {
  @Override
  AsyncIterator<T> iterator();
}
