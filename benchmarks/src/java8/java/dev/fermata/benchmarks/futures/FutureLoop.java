package dev.fermata.benchmarks.futures;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The event loop of the peers that are written with {@link CompletableFuture}: one thread, a queue
 * of callbacks and a heap of timers, and nothing else.
 */
public final class FutureLoop implements Executor {
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Sleep> timers = new PriorityQueue<>();

  /** Runs on this thread until the future that {@code main} gives is done; gives its value. */
  public <T> T run(Supplier<CompletableFuture<T>> main) {
    CompletableFuture<T> result = main.get();
    while (!result.isDone()) {
      turn();
    }
    return result.join();
  }

  private void turn() {
    Sleep first = timers.peek();
    if (first != null) {
      long now = System.nanoTime();
      for (; first != null && first.deadline - now <= 0; first = timers.peek()) {
        timers.poll();
        ready.add(first);
      }
      if (ready.isEmpty() && first != null) {
        LockSupport.parkNanos(this, first.deadline - now);
      }
    }
    for (int left = ready.size(); left > 0; left--) {
      ready.poll().run();
    }
  }

  @Override
  public void execute(Runnable callback) {
    ready.add(callback);
  }

  /** Begins something in the next turn. */
  public <T> CompletableFuture<T> spawn(Supplier<CompletableFuture<T>> body) {
    Spawned<T> spawned = new Spawned<>(body);
    ready.add(spawned);
    return spawned;
  }

  /** A future that is done in the next turn. */
  public CompletableFuture<Void> yieldNow() {
    Wake wake = new Wake();
    ready.add(wake);
    return wake;
  }

  /** A future that is done after a time in nanoseconds. */
  public CompletableFuture<Void> sleep(long nanos) {
    Sleep sleep = new Sleep(System.nanoTime() + nanos);
    timers.add(sleep);
    return sleep;
  }

  private static final class Spawned<T> extends CompletableFuture<T> implements Runnable {
    private final Supplier<CompletableFuture<T>> body;

    Spawned(Supplier<CompletableFuture<T>> body) {
      this.body = body;
    }

    @Override
    public void run() {
      CompletableFuture<T> future = body.get();
      if (future.isDone() && !future.isCompletedExceptionally()) {
        complete(future.join());
      } else {
        future.whenComplete(this::take);
      }
    }

    private void take(T value, Throwable exception) {
      if (exception == null) {
        complete(value);
      } else {
        completeExceptionally(exception);
      }
    }
  }

  /** A future that is its own callback. */
  private static class Wake extends CompletableFuture<Void> implements Runnable {
    @Override
    public void run() {
      complete(null);
    }
  }

  private static final class Sleep extends Wake implements Comparable<Sleep> {
    final long deadline;

    Sleep(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public int compareTo(Sleep other) {
      return Long.compare(deadline, other.deadline);
    }
  }
}
