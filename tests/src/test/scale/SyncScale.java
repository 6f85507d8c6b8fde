import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Queue;
import dev.fermata.sync.Semaphore;

/** Operations of locks, queues and channels, over and over. */
public class SyncScale {
  @Async
  public static Coroutine<Long> locks(int n) {
    Lock lock = new Lock();
    long sum = 0;
    for (int i = 0; i < n; i++) {
      try (var held = await(lock.acquire())) {
        sum += i & 127;
      }
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Long> permits(int n) {
    Semaphore semaphore = new Semaphore(3);
    long sum = 0;
    for (int i = 0; i < n; i++) {
      try (var permit = await(semaphore.acquire())) {
        sum += i & 127;
      }
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<Long> puts_and_takes(int n) {
    Queue<Integer> queue = Queue.fifo(8);
    long sum = 0;
    for (int i = 0; i < n; i++) {
      await(queue.put(i & 127));
      sum += await(queue.take());
    }
    return completed(sum);
  }

  @Async
  static Coroutine<Void> echo(Channel<Integer> in, Channel<Integer> out) {
    for (int x : in) {
      await(out.send(x));
    }
    out.close();
    return completed();
  }

  @Async
  static Coroutine<Long> ping_pong(int n, Channel<Integer> there, Channel<Integer> back) {
    Task<Void> echo = spawn(echo(there, back));
    long sum = 0;
    for (int i = 0; i < n; i++) {
      await(there.send(i & 127));
      sum += await(back.receive());
    }
    there.close();
    await(echo);
    return completed(sum);
  }

  /** Each send meets a receive that waits. */
  @Async
  public static Coroutine<Long> rendezvous(int n) {
    return ping_pong(n, Channel.rendezvous(), Channel.rendezvous());
  }

  @Async
  public static Coroutine<Long> buffered(int n) {
    return ping_pong(n, Channel.buffered(1), Channel.buffered(1));
  }

  @Async
  static Coroutine<Void> produces(int n, Queue<Integer> queue) {
    for (int i = 0; i < n; i++) {
      await(queue.put(i & 127));
    }
    return completed();
  }

  /** A queue of one place: each put and each take waits for the other. */
  @Async
  public static Coroutine<Long> waits_in_a_queue(int n) {
    Queue<Integer> queue = Queue.fifo(1);
    Task<Void> producer = spawn(produces(n, queue));
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += await(queue.take());
    }
    await(producer);
    return completed(sum);
  }

  @Async
  static Coroutine<Void> contends(int n, Lock lock) {
    for (int i = 0; i < n; i++) {
      try (var held = await(lock.acquire())) {
        await(yieldNow());
      }
    }
    return completed();
  }

  /** Two tasks hand a lock to one another. */
  @Async
  public static Coroutine<Long> hand_over(int n) {
    Lock lock = new Lock();
    Task<Void> other = spawn(contends(n / 2, lock));
    await(contends(n - n / 2, lock));
    await(other);
    return completed(sum(n));
  }

  private static long sum(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += i & 127;
    }
    return sum;
  }

  public static long expected(int n) {
    return sum(n);
  }
}
