import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.toThread;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Async methods that say on which threads they run. */
public final class Hosted {
  private Hosted() {}

  @Async
  public static Coroutine<List<Thread>> cold(CompletableFuture<Integer> answer) {
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.currentThread());
    await(sleep(Duration.ofMillis(1)));
    threads.add(Thread.currentThread());
    await(answer);
    threads.add(Thread.currentThread());
    Thread blocking = await(toThread(Thread::currentThread));
    if (blocking == Thread.currentThread()) {
      throw new IllegalStateException("the host's thread has blocked");
    }
    threads.add(Thread.currentThread());
    return completed(threads);
  }

  @Async
  public static CompletableFuture<Thread> hot(CompletableFuture<Integer> answer) {
    await(answer);
    return CompletableFuture.completedFuture(Thread.currentThread());
  }
}
