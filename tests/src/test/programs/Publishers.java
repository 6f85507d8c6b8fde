import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.emit;
import static dev.fermata.Fermata.end;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Async loops over publishers, and async generators that are published. */
public final class Publishers {
  private Publishers() {}

  /** All elements, and what the loop fails with. */
  @Async
  public static <T> Coroutine<List<Object>> collected(Flow.Publisher<T> publisher, int prefetch) {
    Here.begin();
    List<Object> log = new ArrayList<>();
    try {
      for (T element : AsyncIterable.fromPublisher(publisher, prefetch)) {
        Here.here();
        log.add(element);
      }
      log.add("end");
    } catch (RuntimeException failure) {
      Here.here();
      log.add(failure);
    }
    return completed(log);
  }

  @Async
  public static <T> Coroutine<Long> counted(Flow.Publisher<T> publisher, int prefetch) {
    Here.begin();
    long count = 0;
    for (T element : AsyncIterable.fromPublisher(publisher, prefetch)) {
      Here.here();
      if (!element.equals((int) count)) {
        throw new AssertionError(element + " in place of " + count);
      }
      count++;
    }
    return completed(count);
  }

  /** The loop is left at the element of that number. */
  @Async
  public static <T> Coroutine<List<T>> first(Flow.Publisher<T> publisher, int limit) {
    List<T> elements = new ArrayList<>();
    for (T element : AsyncIterable.fromPublisher(publisher)) {
      elements.add(element);
      if (elements.size() == limit) {
        break;
      }
    }
    return completed(elements);
  }

  @Async
  static <T> Coroutine<Void> reads(Flow.Publisher<T> publisher, List<Object> log) {
    try {
      for (T element : AsyncIterable.fromPublisher(publisher)) {
        log.add(element);
      }
    } catch (TaskCancelled cancelled) {
      log.add("cancelled");
      throw cancelled;
    }
    return completed();
  }

  /** Cancels a task that waits in the loop, when it has come so far. */
  @Async
  public static <T> Coroutine<List<Object>> cancelled(
      Flow.Publisher<T> publisher, int turns) {
    List<Object> log = new ArrayList<>();
    Task<Void> task = spawn(reads(publisher, log));
    for (int i = 0; i < turns; i++) {
      await(yieldNow());
    }
    task.cancel(true);
    try {
      await(task);
    } catch (CancellationException e) {
      log.add(task.isCancelled());
    }
    return completed(log);
  }

  /** The iterator, used by hand: an element is there, and then it is closed and stays closed. */
  @Async
  public static <T> Coroutine<List<Object>> closed(Flow.Publisher<T> publisher) {
    List<Object> log = new ArrayList<>();
    AsyncIterable<T> elements = AsyncIterable.fromPublisher(publisher);
    try (AsyncIterator<T> iterator = elements.iterator()) {
      log.add(await(iterator.hasNextAsync()));
      await(iterator.closeAsync());
      log.add(await(iterator.hasNextAsync()));
      try {
        await(iterator.nextAsync());
      } catch (RuntimeException e) {
        log.add(e);
      }
    }
    return completed(log);
  }

  /** Of the elements by {@code nextAsync} alone. */
  @Async
  public static <T> Coroutine<List<T>> taken(Flow.Publisher<T> publisher, int count) {
    List<T> elements = new ArrayList<>();
    AsyncIterable<T> all = AsyncIterable.fromPublisher(publisher);
    try (AsyncIterator<T> iterator = all.iterator()) {
      while (elements.size() < count) {
        elements.add(await(iterator.nextAsync()));
      }
    }
    return completed(elements);
  }

  @Async
  static AsyncIterable<Integer> numbers(int count, List<Object> log) {
    try {
      for (int i = 0; i < count; i++) {
        log.add("makes " + i);
        emit(i);
        await(yieldNow());
      }
    } finally {
      await(yieldNow());
      log.add("closed");
    }
    return end();
  }

  @Async
  static AsyncIterable<Integer> failing(RuntimeException failure) {
    emit(0);
    throw failure;
  }

  @Async
  static AsyncIterable<Integer> waiting(Event begun, List<Object> log) {
    try {
      begun.set();
      await(new CompletableFuture<Void>());
      emit(0);
    } finally {
      await(yieldNow());
      log.add("closed");
    }
    return end();
  }

  /** Publishes so many numbers; ends when the subscriber has heard of the end. */
  @Async
  public static Coroutine<List<Object>> published(
      int count, List<Object> log, Flow.Subscriber<Integer> subscriber, CompletableFuture<?> over) {
    Here.begin();
    numbers(count, log).asPublisher().subscribe(subscriber);
    await(over);
    return completed(log);
  }

  @Async
  public static Coroutine<Void> publishedFailing(
      RuntimeException failure, Flow.Subscriber<Integer> subscriber, CompletableFuture<?> over) {
    failing(failure).asPublisher().subscribe(subscriber);
    await(over);
    return completed();
  }

  /** The subscription is cancelled, by the action, while the generator waits. */
  @Async
  public static Coroutine<List<Object>> publishedAndCancelled(
      List<Object> log, Flow.Subscriber<Integer> subscriber, Runnable cancel) {
    Event begun = new Event();
    waiting(begun, log).asPublisher().subscribe(subscriber);
    await(begun.await());
    cancel.run();
    while (log.isEmpty()) {
      await(yieldNow());
    }
    return completed(log);
  }

  /** The program ends while the generator waits. */
  @Async
  public static Coroutine<Void> publishedAndLeft(
      List<Object> log, Flow.Subscriber<Integer> subscriber) {
    Event begun = new Event();
    waiting(begun, log).asPublisher().subscribe(subscriber);
    await(begun.await());
    return completed();
  }

  public static Flow.Publisher<Integer> publisher(int count, List<Object> log) {
    return numbers(count, log).asPublisher();
  }

  @Async
  public static Coroutine<Long> there_and_back(int count, int prefetch) {
    List<Object> log = new ArrayList<>();
    return counted(numbers(count, log).asPublisher(), prefetch);
  }
}
