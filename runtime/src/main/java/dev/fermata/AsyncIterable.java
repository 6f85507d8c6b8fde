package dev.fermata;

import java.util.Objects;
import java.util.concurrent.Flow;
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

  /**
   * The elements of a publisher, of which one at a time is asked for, when the loop wants it;
   * Kotlin's {@code asFlow}. As {@link #fromPublisher(Flow.Publisher, int)} with a prefetch of 1.
   */
  static <T> AsyncIterable<T> fromPublisher(Flow.Publisher<? extends T> publisher) {
    return fromPublisher(publisher, 1);
  }

  /**
   * The elements of a publisher. Each iterator subscribes when its first element is asked for, on
   * the thread of its loop; the publisher may send its signals on any thread. When the iterator is
   * closed, as a loop does that is left early or whose task is cancelled, the subscription is
   * cancelled, and what comes later is dropped. A failure of the publisher is thrown as it is,
   * after the elements that came before it; so is an {@link IllegalStateException} if the publisher
   * sends more than it was asked for.
   *
   * <p>A publisher of the library Reactive Streams becomes one of these by its {@code
   * FlowAdapters}.
   *
   * @param prefetch how many elements at most are asked for ahead of the loop, from 1; when three
   *     quarters of them were read, as many more are asked for
   */
  static <T> AsyncIterable<T> fromPublisher(Flow.Publisher<? extends T> publisher, int prefetch) {
    Objects.requireNonNull(publisher, "publisher");
    if (prefetch < 1) {
      throw new IllegalArgumentException("prefetch must be at least 1, and was " + prefetch);
    }
    return () -> new PublisherIterator<>(publisher, prefetch);
  }

  /**
   * These elements as a publisher; Kotlin's {@code asPublisher}. For each subscriber a task of the
   * current loop iterates over them, and sends its signals on the loop's thread. Anybody may
   * subscribe, ask and cancel, on any thread.
   *
   * <p>An element is made when it is asked for; so the end is told when one is asked for that is
   * not there. When the subscriber cancels, the iterator is closed. If the task is cancelled in
   * another way, as at the end of the loop, the subscriber gets a {@link
   * java.util.concurrent.CancellationException}; an element that is null fails with a {@link
   * NullPointerException}.
   *
   * @throws IllegalStateException if this thread runs no loop
   */
  default Flow.Publisher<T> asPublisher() {
    return new IterablePublisher<>(this, EventLoop.current());
  }
}
