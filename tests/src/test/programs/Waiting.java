import static dev.fermata.Fermata.*;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Condition;
import dev.fermata.sync.Event;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Queue;
import dev.fermata.sync.Select;
import dev.fermata.sync.Semaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Tasks that wait in one place, whatever it is: they are woken in order, and may be cancelled. */
public class Waiting {
  /** Something to wait for. */
  public abstract static class Place {
    /** An operation that has to wait. */
    public abstract Coroutine<?> operation(int number);

    /** Lets the one go on that has waited longest; or all. */
    public abstract void wake();

    public boolean wakesAll() {
      return false;
    }
  }

  static class AtLock extends Place {
    final Lock lock = new Lock();

    @Override
    public Coroutine<?> operation(int number) {
      if (!lock.isLocked()) {
        Objects.requireNonNull(lock.tryAcquire());
      }
      return lock.acquire();
    }

    @Override
    public void wake() {
      lock.release();
    }
  }

  static class AtSemaphore extends Place {
    final Semaphore semaphore = new Semaphore(0);

    @Override
    public Coroutine<?> operation(int number) {
      return semaphore.acquire();
    }

    @Override
    public void wake() {
      semaphore.release();
    }
  }

  static class AtEvent extends Place {
    final Event event = new Event();

    @Override
    public Coroutine<?> operation(int number) {
      return event.await();
    }

    @Override
    public void wake() {
      event.set();
    }

    @Override
    public boolean wakesAll() {
      return true;
    }
  }

  static class AtCondition extends Place {
    final Condition condition = new Condition();

    @Async
    static Coroutine<Integer> signalled(Condition condition, int number) {
      try (var held = await(condition.acquire())) {
        await(condition.await());
      }
      return completed(number);
    }

    @Override
    public Coroutine<?> operation(int number) {
      return signalled(condition, number);
    }

    @Override
    public void wake() {
      try (var held = condition.lock().tryAcquire()) {
        condition.signal();
      }
    }
  }

  static class AtTake extends Place {
    final Queue<String> queue = Queue.fifo();

    @Override
    public Coroutine<?> operation(int number) {
      return queue.take();
    }

    @Override
    public void wake() {
      queue.offer("x");
    }
  }

  static class AtPut extends Place {
    final Queue<String> queue = Queue.fifo(1);

    @Override
    public Coroutine<?> operation(int number) {
      queue.offer("first");
      return queue.put("x");
    }

    @Override
    public void wake() {
      Objects.requireNonNull(queue.poll());
    }
  }

  static class AtJoin extends Place {
    final Queue<String> queue = Queue.fifo();

    @Override
    public Coroutine<?> operation(int number) {
      if (queue.isEmpty()) {
        queue.offer("x");
      }
      return queue.join();
    }

    @Override
    public void wake() {
      queue.taskDone();
    }

    @Override
    public boolean wakesAll() {
      return true;
    }
  }

  static class AtReceive extends Place {
    final Channel<String> channel = Channel.buffered(2);

    @Override
    public Coroutine<?> operation(int number) {
      return channel.receive();
    }

    @Override
    public void wake() {
      if (!channel.trySend("x")) {
        throw new AssertionError("no place");
      }
    }
  }

  static class AtSend extends Place {
    final Channel<Integer> channel = Channel.rendezvous();

    @Override
    public Coroutine<?> operation(int number) {
      return channel.send(number);
    }

    @Override
    public void wake() {
      Objects.requireNonNull(channel.tryReceive());
    }
  }

  static class AtIterator extends AtReceive {
    @Override
    public Coroutine<?> operation(int number) {
      AsyncIterator<String> iterator = channel.iterator();
      return iterator.hasNextAsync();
    }
  }

  static class AtSelect extends AtReceive {
    final Event never = new Event();
    final Channel<Integer> noReceiver = Channel.rendezvous();

    @Override
    public Coroutine<?> operation(int number) {
      return new Select<String>()
          .onSet(never, () -> "never")
          .onReceive(channel, x -> x)
          .onSend(noReceiver, number, () -> "never");
    }
  }

  static class AtSelectOfQueue extends AtTake {
    @Override
    public Coroutine<?> operation(int number) {
      return new Select<String>()
          .onReceive(Channel.<String>rendezvous(), x -> x)
          .onTake(queue, x -> x);
    }
  }

  public static Place place(String kind) {
    return switch (kind) {
      case "lock" -> new AtLock();
      case "semaphore" -> new AtSemaphore();
      case "event" -> new AtEvent();
      case "condition" -> new AtCondition();
      case "take" -> new AtTake();
      case "put" -> new AtPut();
      case "join" -> new AtJoin();
      case "receive" -> new AtReceive();
      case "send" -> new AtSend();
      case "iterator" -> new AtIterator();
      case "select" -> new AtSelect();
      default -> new AtSelectOfQueue();
    };
  }

  @Async
  static Coroutine<Void> waiter(List<Object> log, Place place, int number) {
    try {
      await(place.operation(number));
      log.add(number);
      await(yieldNow());
      log.add(number + " went on");
    } catch (TaskCancelled e) {
      await(yieldNow());
      log.add(number + " cancelled");
      throw e;
    }
    return completed();
  }

  @Async
  static Coroutine<List<Task<Void>>> fourWaiters(List<Object> log, Place place) {
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(spawn(waiter(log, place, i)));
    }
    // Acquiring the lock of a condition takes turns.
    await(turns(5));
    return completed(tasks);
  }

  @Async
  static Coroutine<Void> turns(int n) {
    for (int i = 0; i < n; i++) {
      await(yieldNow());
    }
    return completed();
  }

  /** All are woken, with turns between. */
  @Async
  public static Coroutine<List<Object>> in_order(String kind) {
    List<Object> log = new ArrayList<>();
    Place place = place(kind);
    await(fourWaiters(log, place));
    for (int i = 0; i < 4 && (i == 0 || !place.wakesAll()); i++) {
      place.wake();
      await(turns(3));
    }
    return completed(log);
  }

  /** One is cancelled while it waits, and the others are woken. */
  @Async
  public static Coroutine<List<Object>> one_cancelled(String kind, int which) {
    List<Object> log = new ArrayList<>();
    Place place = place(kind);
    List<Task<Void>> tasks = await(fourWaiters(log, place));
    tasks.get(which).cancel(false);
    await(turns(3));
    for (int i = 0; i < 3 && (i == 0 || !place.wakesAll()); i++) {
      place.wake();
      await(turns(3));
    }
    return completed(log);
  }

  /** One is cancelled in the turn in which another one is woken, which gets nothing of it. */
  @Async
  public static Coroutine<List<Object>> next_cancelled_in_the_same_turn(String kind) {
    List<Object> log = new ArrayList<>();
    Place place = place(kind);
    List<Task<Void>> tasks = await(fourWaiters(log, place));
    tasks.get(0).cancel(false);
    place.wake();
    await(turns(5));
    for (int i = 0; i < 2 && !place.wakesAll(); i++) {
      place.wake();
      await(turns(3));
    }
    return completed(log);
  }

  /** The first is woken, and is cancelled before its turn. */
  @Async
  public static Coroutine<List<Object>> cancelled_after_it_was_woken(String kind) {
    List<Object> log = new ArrayList<>();
    Place place = place(kind);
    List<Task<Void>> tasks = await(fourWaiters(log, place));
    place.wake();
    tasks.get(0).cancel(false);
    await(turns(3));
    for (int i = 0; i < 3 && !place.wakesAll(); i++) {
      place.wake();
      await(turns(3));
    }
    return completed(log);
  }

  /** The program ends while tasks wait. */
  @Async
  public static Coroutine<Void> program_ends(List<Object> log, String kind) {
    await(fourWaiters(log, place(kind)));
    return completed();
  }

  /** A task waits in a place; for programs in several loops. */
  @Async
  public static Coroutine<Void> waits(Place place) {
    await(place.operation(0));
    return completed();
  }

  /** A task waits and is woken. */
  @Async
  public static Coroutine<String> is_woken(Place place) {
    List<Object> log = new ArrayList<>();
    Task<Void> task = spawn(waiter(log, place, 7));
    await(turns(3));
    place.wake();
    try {
      await(task);
    } catch (CancellationException e) {
      log.add(e);
    }
    return completed(log.toString());
  }

  /** Ten thousand tasks wait, and are cancelled from the last to the first. */
  @Async
  public static Coroutine<Integer> many_cancelled(String kind) {
    List<Object> log = new ArrayList<>();
    Place place = place(kind);
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      tasks.add(spawn(waiter(log, place, i)));
    }
    await(turns(10_005));
    for (int i = tasks.size() - 1; i > 0; i--) {
      tasks.get(i).cancel(false);
    }
    await(turns(3));
    place.wake();
    await(tasks.get(0));
    return completed(log.size());
  }
}
