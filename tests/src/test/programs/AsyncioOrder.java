import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Barrier;
import dev.fermata.sync.BrokenBarrierException;
import dev.fermata.sync.Condition;
import dev.fermata.sync.Event;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Queue;
import dev.fermata.sync.Semaphore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;

/** The programs of asyncio/order.py, line by line. */
public class AsyncioOrder {
  static final List<String> log = new ArrayList<>();

  public static List<String> taken() {
    List<String> taken = new ArrayList<>(log);
    log.clear();
    return taken;
  }

  @Async
  static Coroutine<Void> turns(int n) {
    for (int i = 0; i < n; i++) {
      await(yieldNow());
    }
    return completed();
  }

  @Async
  static Coroutine<Void> ended(List<Task<Void>> tasks) {
    for (Task<Void> task : tasks) {
      try {
        await(task);
      } catch (CancellationException e) {
        // As in Python.
      }
    }
    return completed();
  }

  // Lock

  @Async
  static Coroutine<Void> lockUser(String name, Lock lock, int inside) {
    log.add(name + " asks");
    try (var held = await(lock.acquire())) {
      log.add(name + " in");
      await(turns(inside));
      log.add(name + " out");
    }
    return completed();
  }

  @Async
  public static Coroutine<Void> lock() {
    Lock lock = new Lock();
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.add(spawn(lockUser("t" + i, lock, i % 3)));
    }
    await(turns(1));
    log.add("main");
    tasks.add(spawn(lockUser("late", lock, 1)));
    tasks.get(2).cancel(false);
    await(turns(1));
    tasks.get(4).cancel(false);
    await(ended(tasks));
    log.add("locked " + lock.isLocked());
    return completed();
  }

  // Semaphore

  @Async
  static Coroutine<Void> semaphoreUser(String name, Semaphore semaphore, int inside) {
    try (var permit = await(semaphore.acquire())) {
      log.add(name + " in");
      await(turns(inside));
    }
    log.add(name + " out");
    return completed();
  }

  @Async
  public static Coroutine<Void> semaphore() {
    Semaphore semaphore = new Semaphore(2);
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      tasks.add(spawn(semaphoreUser("t" + i, semaphore, 1 + i % 2)));
    }
    await(turns(1));
    tasks.get(3).cancel(false);
    log.add("main");
    await(turns(2));
    tasks.add(spawn(semaphoreUser("late", semaphore, 0)));
    semaphore.release();
    log.add("released");
    await(ended(tasks));
    await(semaphore.acquire());
    await(semaphore.acquire());
    await(semaphore.acquire());
    log.add("locked " + (semaphore.availablePermits() == 0));
    return completed();
  }

  // Event

  @Async
  static Coroutine<Void> eventWaiter(String name, Event event) {
    await(event.await());
    log.add(name + " first");
    await(event.await());
    log.add(name + " second");
    return completed();
  }

  @Async
  public static Coroutine<Void> event() {
    Event event = new Event();
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(spawn(eventWaiter("t" + i, event)));
    }
    await(turns(1));
    tasks.get(1).cancel(false);
    event.set();
    log.add("set");
    event.clear();
    log.add("is set " + event.isSet());
    await(turns(1));
    log.add("main");
    await(turns(1));
    event.set();
    log.add("set again");
    await(ended(tasks));
    await(event.await());
    log.add("main does not wait");
    return completed();
  }

  // Condition

  @Async
  static Coroutine<Void> conditionWaiter(String name, Condition condition) {
    try (var held = await(condition.acquire())) {
      log.add(name + " waits");
      try {
        await(condition.await());
        log.add(name + " woken");
      } catch (TaskCancelled e) {
        log.add(name + " cancelled, locked " + condition.lock().isLocked());
        throw e;
      }
      await(turns(1));
      log.add(name + " out");
    }
    return completed();
  }

  @Async
  static Coroutine<Void> conditionUntil(String name, Condition condition, List<Integer> box) {
    try (var held = await(condition.acquire())) {
      await(condition.awaitUntil(() -> box.size() >= 2));
      log.add(name + " has " + box.size());
    }
    return completed();
  }

  @Async
  public static Coroutine<Void> condition() {
    Condition condition = new Condition();
    List<Integer> box = new ArrayList<>();
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tasks.add(spawn(conditionWaiter("t" + i, condition)));
    }
    tasks.add(spawn(conditionUntil("u", condition, box)));
    await(turns(2));
    try (var held = await(condition.acquire())) {
      log.add("main in");
      condition.signal(2);
      tasks.get(2).cancel(false);
      await(turns(2));
      log.add("main out");
    }
    await(turns(6));
    for (int i = 0; i < 2; i++) {
      try (var held = await(condition.acquire())) {
        box.add(i);
        log.add("put " + i);
        condition.signalAll();
      }
      await(turns(1));
    }
    await(ended(tasks));
    return completed();
  }

  // Barrier

  @Async
  static Coroutine<Void> barrierUser(String name, Barrier barrier, int rounds) {
    for (int r = 0; r < rounds; r++) {
      await(turns(1));
      log.add(name + " comes");
      int place = await(barrier.await());
      log.add(name + " goes as " + place);
      await(turns(3));
    }
    return completed();
  }

  @Async
  static Coroutine<Void> barrierQuitter(String name, Barrier barrier) {
    try {
      await(barrier.await());
    } catch (BrokenBarrierException e) {
      log.add(name + " broken");
    }
    return completed();
  }

  @Async
  public static Coroutine<Void> barrier() {
    Barrier barrier = new Barrier(3);
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(spawn(barrierUser("t" + i, barrier, 3)));
    }
    await(ended(tasks));
    tasks.clear();
    for (int i = 0; i < 2; i++) {
      tasks.add(spawn(barrierQuitter("q" + i, barrier)));
    }
    await(turns(1));
    log.add("waiting " + barrier.waiting());
    barrier.abort();
    log.add("broken " + barrier.isBroken());
    await(ended(tasks));
    await(barrierQuitter("main", barrier));
    barrier.reset();
    log.add("broken " + barrier.isBroken());
    tasks.clear();
    for (int i = 0; i < 2; i++) {
      tasks.add(spawn(barrierQuitter("r" + i, barrier)));
    }
    await(turns(1));
    barrier.reset();
    await(ended(tasks));
    return completed();
  }

  // Queue

  @Async
  static Coroutine<Void> queueProducer(String name, Queue<Object> queue, int n) {
    for (int i = 0; i < n; i++) {
      await(queue.put(name + i));
      log.add(name + " put " + i + ", size " + queue.size());
      await(turns(1));
    }
    return completed();
  }

  @Async
  static Coroutine<Void> queueConsumer(String name, Queue<?> queue, int pause) {
    while (true) {
      Object item = await(queue.take());
      log.add(name + " got " + item + ", size " + queue.size());
      await(turns(pause));
      queue.taskDone();
    }
  }

  @Async
  public static Coroutine<Void> queue() {
    Queue<Object> queue = Queue.fifo(2);
    List<Task<Void>> producers = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      producers.add(spawn(queueProducer(name, queue, 4)));
    }
    await(turns(2));
    log.add("full " + queue.isFull());
    List<Task<Void>> consumers =
        List.of(spawn(queueConsumer("c", queue, 1)), spawn(queueConsumer("d", queue, 2)));
    await(ended(producers));
    log.add("produced");
    await(queue.join());
    log.add("joined");
    queue.offer("x");
    queue.offer("y");
    await(turns(1));
    consumers.get(1).cancel(false);
    await(turns(4));
    consumers.get(0).cancel(false);
    await(ended(consumers));
    log.add("empty " + queue.isEmpty());
    return completed();
  }

  @Async
  public static Coroutine<Void> priority() {
    Queue<Integer> queue = Queue.priority(Comparator.naturalOrder());
    Queue<Integer> lifo = Queue.lifo();
    List<Task<Void>> consumers =
        List.of(spawn(queueConsumer("p", queue, 0)), spawn(queueConsumer("l", lifo, 0)));
    await(turns(1));
    for (int i : new int[] {5, 3, 9, 1}) {
      queue.offer(i);
      lifo.offer(i);
    }
    await(queue.join());
    await(lifo.join());
    for (Task<Void> consumer : consumers) {
      consumer.cancel(false);
    }
    await(ended(consumers));
    return completed();
  }
}
