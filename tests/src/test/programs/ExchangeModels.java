import static dev.fermata.Fermata.*;

import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;
import dev.fermata.sync.ChannelClosedException;
import dev.fermata.sync.Queue;
import dev.fermata.sync.QueueShutDownException;
import dev.fermata.sync.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** As {@link SyncModels}, of what passes elements on. */
public class ExchangeModels {
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
        SyncModels.check(before == null || before < element, "out of order");
      }
    }

    /** Every element that was given is taken once. */
    void checkConserved() {
      Set<Integer> once = new HashSet<>(taken);
      SyncModels.check(once.size() == taken.size(), "something was taken twice");
      for (int element : taken) {
        SyncModels.check(given.contains(element) || uncertain.contains(element), "taken, but not given");
      }
      for (int element : given) {
        SyncModels.check(once.contains(element), "lost: " + element);
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
  static Coroutine<Void> gives(SyncModels.Model model, Exchange exchange, Goods goods, int who, int rounds) {
    for (int i = 0; i < rounds; i++) {
      await(SyncModels.pause(model.random));
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
                      .onTimeout(SyncModels.shortTime(model.random), () -> -1));
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
  static Coroutine<Void> takes(SyncModels.Model model, Exchange exchange, Goods goods) {
    while (true) {
      await(SyncModels.pause(model.random));
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
                        .onTimeout(SyncModels.shortTime(model.random), () -> -1));
            break;
          case 2:
            element =
                await(
                    CancelScope.withDeadline(SyncModels.shortTime(model.random)).run(exchange.take()));
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
  static Coroutine<Void> iterates(SyncModels.Model model, Channel<Integer> channel, Goods goods) {
    for (int element : channel) {
      goods.take(element);
      await(SyncModels.pause(model.random));
    }
    return completed();
  }

  @Async
  static Coroutine<Goods> exchange(SyncModels.Model model, Exchange exchange) {
    Goods goods = new Goods();
    SyncModels.Model givers = new SyncModels.Model(model.random.nextLong());
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
    await(SyncModels.cancels(givers, 2));
    await(SyncModels.cancels(model, 3));
    // One taker that nobody cancels takes what is left.
    Task<Void> last = spawn(takes(model, exchange, goods));
    await(SyncModels.ended(givers));
    exchange.close();
    await(SyncModels.ended(model));
    await(last);
    goods.checkConserved();
    return completed(goods);
  }

  @Async
  public static Coroutine<Integer> queue(long seed) {
    SyncModels.Model model = new SyncModels.Model(seed);
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
    SyncModels.Model model = new SyncModels.Model(seed);
    int capacity = model.random.nextInt(4);
    Channel<Integer> channel = capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
    Goods goods = await(exchange(model, new ChannelExchange(channel)));
    // An element that was handed over waits for the taker's turn, while the next is taken at once.
    goods.checkOrder(true);
    return completed(goods.taken.size());
  }

  /** Selects over three channels. */
  @Async
  static Coroutine<Void> selects(SyncModels.Model model, List<Channel<Integer>> channels, Goods goods) {
    List<Channel<Integer>> open = new ArrayList<>(channels);
    while (!open.isEmpty()) {
      await(SyncModels.pause(model.random));
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
    SyncModels.Model model = new SyncModels.Model(seed);
    SyncModels.Model givers = new SyncModels.Model(seed + 1);
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
    await(SyncModels.cancels(givers, 2));
    await(SyncModels.cancels(model, 2));
    Task<Void> last = spawn(selects(model, channels, goods));
    await(SyncModels.ended(givers));
    channels.forEach(Channel::close);
    await(SyncModels.ended(model));
    await(last);
    goods.checkConserved();
    goods.checkOrder(true);
    return completed(goods.taken.size());
  }
}
