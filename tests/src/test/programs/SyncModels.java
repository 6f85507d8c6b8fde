import static dev.fermata.Fermata.*;

import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Barrier;
import dev.fermata.sync.Condition;
import dev.fermata.sync.Event;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Random programs, and what must be so in all of them: who is in, who came before whom, what was
 * put and taken. The models know nothing of how it is done.
 */
public class SyncModels {
  /** One random program. */
  static class Model {
    final Random random;
    final List<Task<?>> tasks = new ArrayList<>();
    final Set<Task<?>> cancelled = new HashSet<>();

    /** Who waits, in the order in which they came: the task, or null if it may leave by itself. */
    final TreeMap<Integer, Task<?>> waiting = new TreeMap<>();

    final Set<Integer> mayLeave = new HashSet<>();
    int arrivals;
    int inside;
    int done;

    Model(long seed) {
      random = new Random(seed);
    }

    int comes(boolean mayLeaveByItself) {
      int ticket = arrivals++;
      waiting.put(ticket, Task.current());
      if (mayLeaveByItself) {
        mayLeave.add(ticket);
      }
      return ticket;
    }

    /**
     * Nobody who came before still waits, but those whose cancel is on its way to them, and those
     * who have their permit already and only wait for their turn.
     */
    void isServed(int ticket, int permits) {
      int before = 0;
      for (Map.Entry<Integer, Task<?>> earlier : waiting.headMap(ticket).entrySet()) {
        if (!cancelled.contains(earlier.getValue()) && !mayLeave.contains(earlier.getKey())) {
          before++;
        }
      }
      check(before == 0 || inside + before + 1 <= permits, "overtaken");
      leaves(ticket);
    }

    void leaves(int ticket) {
      waiting.remove(ticket);
    }
  }

  static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  /** A random pause: none, some turns, or some virtual time. */
  @Async
  static Coroutine<Void> pause(Random random) {
    switch (random.nextInt(4)) {
      case 0:
        break;
      case 1:
        await(sleep(Duration.ofMillis(random.nextInt(4))));
        break;
      default:
        for (int i = random.nextInt(4); i > 0; i--) {
          await(yieldNow());
        }
    }
    return completed();
  }

  /** Cancels some of the tasks at random times. */
  @Async
  static Coroutine<Void> cancels(Model model, int count) {
    for (int i = 0; i < count; i++) {
      await(pause(model.random));
      Task<?> victim = model.tasks.get(model.random.nextInt(model.tasks.size()));
      model.cancelled.add(victim);
      victim.cancel(false);
    }
    return completed();
  }

  @Async
  static Coroutine<Void> ended(Model model) {
    for (int i = 0; i < model.tasks.size(); i++) {
      try {
        await(model.tasks.get(i));
      } catch (CancellationException e) {
        check(model.cancelled.contains(model.tasks.get(i)), "cancelled by nobody");
      }
    }
    return completed();
  }

  static Duration shortTime(Random random) {
    return Duration.ofMillis(random.nextInt(3));
  }

  // Lock and semaphore

  /** What both have in common. */
  interface Door {
    Coroutine<? extends AutoCloseable> enter();

    AutoCloseable tryEnter();

    boolean isFree(int all);
  }

  static class LockDoor implements Door {
    final Lock lock = new Lock();

    @Override
    public Coroutine<? extends AutoCloseable> enter() {
      return lock.acquire();
    }

    @Override
    public AutoCloseable tryEnter() {
      return lock.tryAcquire();
    }

    @Override
    public boolean isFree(int all) {
      return !lock.isLocked();
    }
  }

  static class SemaphoreDoor implements Door {
    final Semaphore semaphore;

    SemaphoreDoor(int permits) {
      semaphore = Semaphore.bounded(permits);
    }

    @Override
    public Coroutine<? extends AutoCloseable> enter() {
      return semaphore.acquire();
    }

    @Override
    public AutoCloseable tryEnter() {
      return semaphore.tryAcquire();
    }

    @Override
    public boolean isFree(int all) {
      return semaphore.availablePermits() == all;
    }
  }

  @Async
  static Coroutine<Void> goesIn(Model model, Door door, int permits, int rounds) {
    for (int i = 0; i < rounds; i++) {
      await(pause(model.random));
      AutoCloseable entered = null;
      int kind = model.random.nextInt(4);
      if (kind == 0) {
        entered = door.tryEnter();
        if (entered != null) {
          model.isServed(model.arrivals++, permits);
        }
      } else {
        int ticket = model.comes(kind == 1);
        try {
          entered =
              kind == 1
                  ? await(CancelScope.withDeadline(shortTime(model.random)).run(door.enter()))
                  : await(door.enter());
          if (entered != null) {
            model.isServed(ticket, permits);
          }
        } finally {
          model.leaves(ticket);
        }
      }
      if (entered != null) {
        check(++model.inside <= permits, "too many are in");
        try {
          await(pause(model.random));
        } finally {
          model.inside--;
          try {
            entered.close();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          model.done++;
        }
      }
    }
    return completed();
  }

  @Async
  static Coroutine<Integer> door(Model model, Door door, int permits) {
    for (int i = 0; i < 8; i++) {
      model.tasks.add(spawn(goesIn(model, door, permits, 6)));
    }
    await(cancels(model, 6));
    await(ended(model));
    check(door.isFree(permits), "a permit is lost");
    check(model.inside == 0 && model.waiting.isEmpty(), "somebody is left");
    return completed(model.done);
  }

  @Async
  public static Coroutine<Integer> lock(long seed) {
    return door(new Model(seed), new LockDoor(), 1);
  }

  @Async
  public static Coroutine<Integer> semaphore(long seed) {
    Model model = new Model(seed);
    int permits = 1 + model.random.nextInt(4);
    return door(model, new SemaphoreDoor(permits), permits);
  }

  // Event

  @Async
  static Coroutine<Void> waitsForEvent(Model model, Event event, int[] sets) {
    for (int i = 0; i < 5; i++) {
      await(pause(model.random));
      boolean atOnce = event.isSet();
      int before = sets[0];
      await(event.await());
      check(atOnce || sets[0] > before, "woken by nobody");
      model.done++;
    }
    return completed();
  }

  @Async
  public static Coroutine<Integer> event(long seed) {
    Model model = new Model(seed);
    Event event = new Event();
    int[] sets = {0};
    for (int i = 0; i < 8; i++) {
      model.tasks.add(spawn(waitsForEvent(model, event, sets)));
    }
    Task<Void> canceller = spawn(cancels(model, 4));
    for (int i = 0; i < 20; i++) {
      await(pause(model.random));
      if (model.random.nextBoolean()) {
        sets[0]++;
        event.set();
      }
      if (model.random.nextBoolean()) {
        event.clear();
      }
    }
    await(canceller);
    sets[0]++;
    event.set();
    await(ended(model));
    return completed(model.done);
  }

  // Condition

  /** A bounded buffer. */
  static class Shelf {
    final Lock lock = new Lock();
    final Condition notFull = new Condition(lock);
    final Condition notEmpty = new Condition(lock);
    final List<Integer> goods = new ArrayList<>();
    int capacity;
    int made;
    int next;
    final List<Integer> sold = new ArrayList<>();
  }

  @Async
  static Coroutine<Void> stocks(Model model, Shelf shelf, int rounds) {
    for (int i = 0; i < rounds; i++) {
      await(pause(model.random));
      try (var held = await(shelf.lock.acquire())) {
        check(++model.inside == 1, "two in the lock");
        try {
          model.inside--;
          try {
            await(shelf.notFull.awaitUntil(() -> shelf.goods.size() < shelf.capacity));
          } finally {
            check(++model.inside == 1, "two in the lock after a wait");
          }
          if (model.random.nextBoolean()) {
            await(yieldNow());
          }
          shelf.goods.add(shelf.next++);
          shelf.made++;
          shelf.notEmpty.signal();
        } finally {
          model.inside--;
        }
      }
    }
    return completed();
  }

  @Async
  static Coroutine<Void> sells(Model model, Shelf shelf, int rounds) {
    for (int i = 0; i < rounds; i++) {
      await(pause(model.random));
      try (var held = await(shelf.lock.acquire())) {
        while (shelf.goods.isEmpty()) {
          await(shelf.notEmpty.await());
          check(shelf.lock.isLocked() && model.inside == 0, "not alone in the lock");
        }
        shelf.sold.add(shelf.goods.remove(0));
        shelf.notFull.signal();
        model.done++;
      }
    }
    return completed();
  }

  @Async
  public static Coroutine<Integer> condition(long seed) {
    Model model = new Model(seed);
    Shelf shelf = new Shelf();
    shelf.capacity = 1 + model.random.nextInt(3);
    for (int i = 0; i < 5; i++) {
      model.tasks.add(spawn(stocks(model, shelf, 6)));
      model.tasks.add(spawn(sells(model, shelf, 6)));
    }
    await(cancels(model, 4));
    // Where one side was cancelled more than the other, the rest waits for nobody.
    await(sleep(Duration.ofSeconds(1)));
    boolean stockersWait = shelf.notFull.waiting() > 0;
    boolean sellersWait = shelf.notEmpty.waiting() > 0;
    check(!stockersWait || shelf.goods.size() == shelf.capacity, "a signal to stock is lost");
    check(!sellersWait || shelf.goods.isEmpty(), "a signal to sell is lost");
    for (Task<?> task : model.tasks) {
      model.cancelled.add(task);
      task.cancel(false);
    }
    await(ended(model));
    check(!shelf.lock.isLocked(), "the lock is lost");
    check(shelf.sold.size() + shelf.goods.size() == shelf.made, "goods are lost");
    for (int i = 0; i < shelf.sold.size(); i++) {
      check(shelf.sold.get(i) == i, "sold out of order");
    }
    return completed(model.done);
  }

  // Barrier

  @Async
  static Coroutine<Void> meets(Model model, Barrier barrier, int[] places, int rounds) {
    for (int i = 0; i < rounds; i++) {
      await(pause(model.random));
      int place = await(barrier.await());
      places[place]++;
      model.done++;
      check(place < barrier.parties(), "no such place");
    }
    return completed();
  }

  @Async
  public static Coroutine<Integer> barrier(long seed) {
    Model model = new Model(seed);
    Barrier barrier = new Barrier(1 + model.random.nextInt(4));
    int[] places = new int[barrier.parties()];
    for (int i = 0; i < 9; i++) {
      model.tasks.add(spawn(meets(model, barrier, places, 5)));
    }
    await(cancels(model, 4));
    await(sleep(Duration.ofSeconds(1)));
    check(barrier.waiting() < barrier.parties(), "a whole group waits");
    for (int i = 1; i < places.length; i++) {
      check(places[i] == places[0], "a group was not whole");
    }
    for (Task<?> task : model.tasks) {
      model.cancelled.add(task);
      task.cancel(false);
    }
    await(ended(model));
    check(barrier.waiting() == 0, "somebody is left");
    return completed(model.done);
  }
}
