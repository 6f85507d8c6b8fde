package dev.fermata;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Publishes what an async iterable has: a task of a loop for each subscriber. Any thread. */
record IterablePublisher<T extends @Nullable Object>(AsyncIterable<T> source, EventLoop loop)
    implements Flow.Publisher<T> {
  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Publication<T> publication = new Publication<>(source, loop, subscriber);
    subscriber.onSubscribe(publication);
    try {
      publication.begin();
    } catch (RejectedExecutionException shutDown) {
      publication.reject(shutDown);
    }
  }
}
