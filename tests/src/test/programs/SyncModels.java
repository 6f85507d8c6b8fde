import static dev.fermata.Fermata.*;

import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Barrier;
import dev.fermata.sync.Channel;
import dev.fermata.sync.ChannelClosedException;
import dev.fermata.sync.Condition;
import dev.fermata.sync.Event;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Queue;
import dev.fermata.sync.QueueShutDownException;
import dev.fermata.sync.Select;
import dev.fermata.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static Duration shortTime(Random random) {
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

  // Queue and channel: elements are numbers, thousands for the producer and then in order

  /** What was given and taken. */
  static class Goods {
    final Set<Integer> given = new HashSet<>();
    final Set<Integer> uncertain = new HashSet<>();
    final List<Integer> taken = new ArrayList<>();

    /** The task that took each. */
    final List<Task<?>> takers = new ArrayList<>();

    void take(int element) {
      taken.add(element);
      takers.add(Task.current());
    }

    /** Those of one producer are in order, for each taker or for all of them together. */
    void checkOrder(boolean forEachTaker) {
      Map<Object, Integer> last = new HashMap<>();
      for (int i = 0; i < taken.size(); i++) {
        int element = taken.get(i);
        Object who = forEachTaker ? takers.get(i) : this;
        Integer before = last.put(List.of(who, element / 1000), element);
        check(before == null || before < element, "out of order");
      }
    }

    /** Every element that was given is taken once. */
    void checkConserved() {
      Set<Integer> once = new HashSet<>(taken);
      check(once.size() == taken.size(), "something was taken twice");
      for (int element : taken) {
        check(given.contains(element) || uncertain.contains(element), "taken, but not given");
      }
      for (int element : given) {
        check(once.contains(element), "lost: " + element);
      }
    }
  }

  /** An exchange, whatever it is. */
  interface Exchange {
    Coroutine<Void> give(int element);

    boolean tryGive(int element);

    Coroutine<Integer> take();

    Integer tryTake();

    Select<Integer> takeFrom(Select<Integer> select);

    Select<Integer> giveTo(Select<Integer> select, int element);

    void close();
  }

  static class QueueExchange implements Exchange {
    final Queue<Integer> queue;

    QueueExchange(Queue<Integer> queue) {
      this.queue = queue;
    }

    @Override
    public Coroutine<Void> give(int element) {
      return queue.put(element);
    }

    @Override
    public boolean tryGive(int element) {
      return queue.offer(element);
    }

    @Override
    public Coroutine<Integer> take() {
      return queue.take();
    }

    @Override
    public Integer tryTake() {
      return queue.poll();
    }

    @Override
    public Select<Integer> takeFrom(Select<Integer> select) {
      return select.onTake(queue, x -> x);
    }

    @Override
    public Select<Integer> giveTo(Select<Integer> select, int element) {
      return select.onPut(queue, element, () -> -2);
    }

    @Override
    public void close() {
      queue.shutdown();
    }
  }

  static class ChannelExchange implements Exchange {
    final Channel<Integer> channel;

    ChannelExchange(Channel<Integer> channel) {
      this.channel = channel;
    }

    @Override
    public Coroutine<Void> give(int element) {
      return channel.send(element);
    }

    @Override
    public boolean tryGive(int element) {
      return channel.trySend(element);
    }

    @Override
    public Coroutine<Integer> take() {
      return channel.receive();
    }

    @Override
    public Integer tryTake() {
      return channel.tryReceive();
    }

    @Override
    public Select<Integer> takeFrom(Select<Integer> select) {
      return select.onReceive(channel, x -> x);
    }

    @Override
    public Select<Integer> giveTo(Select<Integer> select, int element) {
      return select.onSend(channel, element, () -> -2);
    }

    @Override
    public void close() {
      channel.close();
    }
  }

  @Async
  static Coroutine<Void> gives(Model model, Exchange exchange, Goods goods, int who, int rounds) {
    for (int i = 0; i < rounds; i++) {
      await(pause(model.random));
      int element = who * 1000 + i;
      boolean given = true;
      goods.uncertain.add(element);
      switch (model.random.nextInt(4)) {
        case 0:
          given = exchange.tryGive(element);
          break;
        case 1:
          Integer how =
              await(
                  exchange
                      .giveTo(new Select<Integer>(), element)
                      .onTimeout(shortTime(model.random), () -> -1));
          given = how == -2;
          break;
        default:
          await(exchange.give(element));
      }
      goods.uncertain.remove(element);
      if (given) {
        goods.given.add(element);
      }
      model.done++;
    }
    return completed();
  }

  @Async
  static Coroutine<Void> takes(Model model, Exchange exchange, Goods goods) {
    while (true) {
      await(pause(model.random));
      Integer element;
      try {
        switch (model.random.nextInt(5)) {
          case 0:
            element = exchange.tryTake();
            break;
          case 1:
            element =
                await(
                    exchange
                        .takeFrom(new Select<Integer>())
                        .onTimeout(shortTime(model.random), () -> -1));
            break;
          case 2:
            element =
                await(
                    CancelScope.withDeadline(shortTime(model.random)).run(exchange.take()));
            break;
          default:
            element = await(exchange.take());
        }
      } catch (QueueShutDownException | ChannelClosedException e) {
        return completed();
      }
      if (element != null && element >= 0) {
        goods.take(element);
      }
    }
  }

  @Async
  static Coroutine<Void> iterates(Model model, Channel<Integer> channel, Goods goods) {
    for (int element : channel) {
      goods.take(element);
      await(pause(model.random));
    }
    return completed();
  }

  @Async
  static Coroutine<Goods> exchange(Model model, Exchange exchange) {
    Goods goods = new Goods();
    Model givers = new Model(model.random.nextLong());
    for (int i = 0; i < 5; i++) {
      givers.tasks.add(spawn(gives(model, exchange, goods, i, 8)));
    }
    for (int i = 0; i < 5; i++) {
      model.tasks.add(
          spawn(
              i % 2 == 0 && exchange instanceof ChannelExchange c
                  ? iterates(model, c.channel, goods)
                  : takes(model, exchange, goods)));
    }
    await(cancels(givers, 2));
    await(cancels(model, 3));
    // One taker that nobody cancels takes what is left.
    Task<Void> last = spawn(takes(model, exchange, goods));
    await(ended(givers));
    exchange.close();
    await(ended(model));
    await(last);
    goods.checkConserved();
    return completed(goods);
  }

  @Async
  public static Coroutine<Integer> queue(long seed) {
    Model model = new Model(seed);
    int capacity = 1 + model.random.nextInt(3);
    int order = model.random.nextInt(4);
    Queue<Integer> queue =
        order == 0
            ? Queue.priority(Integer::compare, capacity)
            : order == 1 ? Queue.lifo(capacity) : Queue.fifo(capacity);
    Goods goods = await(exchange(model, new QueueExchange(queue)));
    if (order > 1) {
      goods.checkOrder(false);
    }
    return completed(goods.taken.size());
  }

  @Async
  public static Coroutine<Integer> channel(long seed) {
    Model model = new Model(seed);
    int capacity = model.random.nextInt(4);
    Channel<Integer> channel = capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
    Goods goods = await(exchange(model, new ChannelExchange(channel)));
    // An element that was handed over waits for the taker's turn, while the next is taken at once.
    goods.checkOrder(true);
    return completed(goods.taken.size());
  }

  /** Selects over three channels. */
  @Async
  static Coroutine<Void> selects(Model model, List<Channel<Integer>> channels, Goods goods) {
    List<Channel<Integer>> open = new ArrayList<>(channels);
    while (!open.isEmpty()) {
      await(pause(model.random));
      Select<Integer> select = new Select<>();
      for (Channel<Integer> channel : open) {
        select.onReceiveOrNull(channel, x -> x == null ? -1 : x);
      }
      int element = await(select);
      if (element >= 0) {
        goods.take(element);
      } else {
        open.removeIf(Channel::isClosedForReceive);
      }
    }
    return completed();
  }

  @Async
  public static Coroutine<Integer> select(long seed) {
    Model model = new Model(seed);
    Model givers = new Model(seed + 1);
    Goods goods = new Goods();
    List<Channel<Integer>> channels =
        List.of(Channel.rendezvous(), Channel.buffered(1), Channel.unbounded());
    for (int i = 0; i < 6; i++) {
      Exchange exchange = new ChannelExchange(channels.get(i % 3));
      givers.tasks.add(spawn(gives(model, exchange, goods, i, 6)));
    }
    for (int i = 0; i < 3; i++) {
      model.tasks.add(spawn(selects(model, channels, goods)));
    }
    await(cancels(givers, 2));
    await(cancels(model, 2));
    Task<Void> last = spawn(selects(model, channels, goods));
    await(ended(givers));
    channels.forEach(Channel::close);
    await(ended(model));
    await(last);
    goods.checkConserved();
    goods.checkOrder(true);
    return completed(goods.taken.size());
  }
}
