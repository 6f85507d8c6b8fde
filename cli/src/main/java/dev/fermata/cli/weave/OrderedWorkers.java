package dev.fermata.cli.weave;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does the same to many things on several threads at once, and hands on the results in the order of
 * the things. Used by one thread; few results are ahead of it, however many things there are.
 */
final class OrderedWorkers implements AutoCloseable {
  /** Enough that nobody waits for the slowest of a few. */
  private static final int AHEAD_PER_THREAD = 32;

  private final ExecutorService threads;
  private final int ahead;

  /** Makes them; their threads do not keep the JVM alive. */
  OrderedWorkers(int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "fermata-weaver");
              thread.setDaemon(true);
              return thread;
            });
    ahead = count * AHEAD_PER_THREAD;
  }

  /**
   * Does it.
   *
   * @param work what is done to a thing, on any thread
   * @param results takes the results, on this thread
   * @throws RuntimeException or an error, the first that the work has thrown
   */
  <T, R> void forEach(List<T> things, Function<T, R> work, Consumer<R> results) {
    Deque<Future<R>> open = new ArrayDeque<>();
    for (T thing : things) {
      if (open.size() == ahead) {
        results.accept(resultOf(open.remove()));
      }
      open.add(threads.submit(() -> work.apply(thing)));
    }
    while (!open.isEmpty()) {
      results.accept(resultOf(open.remove()));
    }
  }

  private static <R> R resultOf(Future<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while classes were woven", e);
    }
  }

  /** Drops what is not done yet. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
