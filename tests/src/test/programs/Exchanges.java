import static dev.fermata.Fermata.*;

import dev.fermata.AsyncIterator;
import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;
import dev.fermata.sync.ChannelClosedException;
import dev.fermata.sync.Event;
import dev.fermata.sync.Queue;
import dev.fermata.sync.QueueShutDownException;
import dev.fermata.sync.ReceiveChannel;
import dev.fermata.sync.Select;
import dev.fermata.sync.SendChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** What is particular to queues, channels and select. */
public class Exchanges {
  @Async
  static Coroutine<Void> turns(int n) {
    for (int i = 0; i < n; i++) {
      await(yieldNow());
    }
    return completed();
  }

  // Queue

  @Async
  static Coroutine<Void> takes(List<Object> log, Queue<Integer> queue, String name) {
    try {
      while (true) {
        log.add(name + " took " + await(queue.take()));
      }
    } catch (QueueShutDownException e) {
      log.add(name + ": " + e.getMessage());
    }
    return completed();
  }

  @Async
  static Coroutine<Void> puts(List<Object> log, Queue<Integer> queue, int element) {
    try {
      await(queue.put(element));
      log.add("put " + element);
    } catch (QueueShutDownException e) {
      log.add("put " + element + ": " + e.getMessage());
    }
    return completed();
  }

  /** A taker that was woken has its element for sure, and takes the least in its turn. */
  @Async
  public static Coroutine<List<Object>> woken_takers_are_not_robbed() {
    List<Object> log = new ArrayList<>();
    Queue<Integer> queue = Queue.priority(Integer::compare);
    spawn(takes(log, queue, "a"));
    await(turns(1));
    queue.offer(5);
    log.add("poll " + queue.poll());
    queue.offer(3);
    log.add("poll " + queue.poll());
    await(turns(1));
    queue.shutdown();
    await(turns(1));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> woken_putters_are_not_robbed() {
    List<Object> log = new ArrayList<>();
    Queue<Integer> queue = Queue.fifo(1);
    queue.offer(1);
    spawn(puts(log, queue, 2));
    await(turns(1));
    log.add("poll " + queue.poll());
    log.add("offer " + queue.offer(3));
    log.add("size " + queue.size());
    await(turns(1));
    log.add("poll " + queue.poll());
    log.add("offer " + queue.offer(3));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> is_shut_down(boolean now) {
    List<Object> log = new ArrayList<>();
    Queue<Integer> queue = Queue.fifo(2);
    queue.offer(1);
    queue.offer(2);
    spawn(puts(log, queue, 3));
    Task<Void> joiner =
        spawn(
            () -> {
              await(queue.join());
              log.add("joined");
              return null;
            });
    await(turns(1));
    if (now) {
      queue.shutdownNow();
    } else {
      queue.shutdown();
    }
    queue.shutdown();
    await(turns(1));
    await(puts(log, queue, 4));
    await(takes(log, queue, "a"));
    if (!now) {
      queue.taskDone();
      await(turns(2));
      log.add("one left");
      queue.taskDone();
    }
    await(joiner);
    log.add(queue.toString());
    return completed(log);
  }

  /** Those who were woken, and whose turn comes after the shutdown. */
  @Async
  public static Coroutine<List<Object>> is_shut_down_before_their_turn(boolean now) {
    List<Object> log = new ArrayList<>();
    Queue<Integer> queue = Queue.fifo(1);
    spawn(takes(log, queue, "a"));
    await(turns(1));
    queue.offer(1);
    if (now) {
      queue.shutdownNow();
    } else {
      queue.shutdown();
    }
    await(turns(1));
    Queue<Integer> full = Queue.fifo(1);
    full.offer(1);
    spawn(puts(log, full, 2));
    await(turns(1));
    full.poll();
    full.shutdown();
    await(turns(1));
    return completed(log);
  }

  // Channel

  @Async
  static Coroutine<Void> sends(List<Object> log, SendChannel<Integer> channel, int from, int to) {
    try {
      for (int i = from; i < to; i++) {
        await(channel.send(i));
        log.add("sent " + i);
      }
    } catch (ChannelClosedException e) {
      log.add(e.getMessage());
    }
    return completed();
  }

  @Async
  static Coroutine<Void> iterates(
      List<Object> log, ReceiveChannel<Integer> channel, String name, int turns) {
    try {
      for (int x : channel) {
        log.add(name + " got " + x);
        await(turns(turns));
      }
      log.add(name + " ends");
    } catch (ChannelClosedException e) {
      log.add(name + ": " + e.getMessage() + ", " + e.getCause().getMessage());
    }
    return completed();
  }

  private static Channel<Integer> channel(int capacity) {
    return capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
  }

  @Async
  public static Coroutine<List<Object>> sends_three(int capacity) {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = channel(capacity);
    spawn(sends(log, channel, 0, 3));
    await(turns(2));
    log.add("main");
    for (int i = 0; i < 3; i++) {
      log.add("received " + await(channel.receive()));
      await(turns(1));
    }
    return completed(log);
  }

  /** What was sent, also by those who still wait, is received after the close. */
  @Async
  public static Coroutine<List<Object>> is_closed(int capacity, boolean because) {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = channel(capacity);
    for (int i = 0; i < 3; i++) {
      spawn(sends(log, channel, i, i + 1));
    }
    await(turns(1));
    if (because) {
      channel.close(new IllegalStateException("because"));
    }
    channel.close();
    await(sends(log, channel, 9, 10));
    log.add("closed for receive " + channel.isClosedForReceive());
    await(iterates(log, channel, "a", 1));
    try {
      await(channel.receive());
    } catch (ChannelClosedException e) {
      log.add(e.getMessage());
    }
    log.add("closed for receive " + channel.isClosedForReceive());
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> is_closed_while_they_wait(boolean because) {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = Channel.rendezvous();
    spawn(iterates(log, channel, "a", 0));
    spawn(iterates(log, channel, "b", 0));
    await(turns(1));
    await(channel.send(1));
    if (because) {
      channel.close(new IllegalStateException("because"));
    } else {
      try (SendChannel<Integer> closed = channel) {
        log.add("closing");
      }
    }
    await(turns(2));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> is_cancelled() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = Channel.buffered(1);
    spawn(sends(log, channel, 0, 3));
    await(turns(1));
    channel.cancel();
    await(turns(1));
    await(iterates(log, channel, "a", 0));
    log.add(channel.toString());
    return completed(log);
  }

  /** What an iterator has looked at and not taken goes to who waits. */
  @Async
  public static Coroutine<List<Object>> an_iterator_gives_back_to_a_waiter() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = Channel.rendezvous();
    spawn(sends(log, channel, 0, 1));
    AsyncIterator<Integer> iterator = channel.iterator();
    log.add(iterator.hasNext());
    Task<Integer> waiter = spawn(channel.receive());
    await(turns(1));
    iterator.close();
    log.add(await(waiter));
    try {
      await(iterator.nextAsync());
    } catch (NoSuchElementException e) {
      log.add(e.getMessage());
    }
    return completed(log);
  }

  /** What an iterator has looked at and not taken is received by the next one. */
  @Async
  public static Coroutine<List<Object>> an_iterator_gives_back() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = Channel.rendezvous();
    spawn(sends(log, channel, 0, 3));
    try (AsyncIterator<Integer> iterator = channel.iterator()) {
      log.add(iterator.hasNext());
      log.add(iterator.next());
      log.add(iterator.hasNext());
      log.add(iterator.hasNext());
    }
    for (int i = 0; i < 2; i++) {
      log.add("received " + await(channel.receive()));
    }
    AsyncIterator<Integer> left = channel.iterator();
    channel.close();
    log.add(await(left.hasNextAsync()));
    return completed(log);
  }

  /** A receive that is cancelled after the element was handed over returns it. */
  @Async
  public static Coroutine<List<Object>> a_cancel_comes_after_the_element() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = Channel.rendezvous();
    CancelScope scope = CancelScope.withDeadline(Duration.ofSeconds(1));
    Task<Void> task =
        spawn(
            () -> {
              Integer got = await(scope.run(channel.receive()));
              log.add("got " + got + ", cancelled " + scope.isCancelledCaught());
              return null;
            });
    await(turns(1));
    log.add("sent " + channel.trySend(1));
    scope.cancel();
    await(task);
    return completed(log);
  }

  // Select

  @Async
  public static Coroutine<List<Object>> selects() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> a = Channel.rendezvous();
    Channel<Integer> b = Channel.buffered(1);
    Event event = new Event();
    b.trySend(1);
    spawn(sends(log, a, 7, 8));
    await(turns(1));
    // Both are possible: the first that is named is done, and the other one is not.
    log.add(await(new Select<String>().onReceive(a, x -> "a" + x).onReceive(b, x -> "b" + x)));
    log.add(await(new Select<String>().onReceive(a, x -> "a" + x).onReceive(b, x -> "b" + x)));
    log.add(
        await(new Select<String>().onReceive(a, x -> "a" + x).otherwise(() -> "otherwise")));
    log.add(
        await(
            new Select<String>()
                .onReceive(a, x -> "a" + x)
                .onTimeout(Duration.ofSeconds(1), () -> "timeout")));
    spawn(
        () -> {
          await(sleep(Duration.ofSeconds(1)));
          event.set();
          return null;
        });
    log.add(
        await(
            new Select<String>()
                .onReceive(a, x -> "a" + x)
                .onTimeout(Duration.ofSeconds(2), () -> "timeout")
                .onSet(event, () -> "set")));
    log.add(await(new Select<String>().onSend(b, 5, () -> "sent to b").onSend(a, 5, () -> "a")));
    Task<Integer> receiver = spawn(a.receive());
    log.add(await(new Select<String>().onSend(b, 6, () -> "b").onSend(a, 6, () -> "sent to a")));
    log.add(await(receiver));
    // Nothing has stayed in the queues of what was not chosen.
    log.add(a.trySend(8));
    log.add(a.tryReceive() == null);
    return completed(log);
  }

  /** Two selects meet, one that sends and one that receives. */
  @Async
  public static Coroutine<List<Object>> selects_meet() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = Channel.rendezvous();
    Channel<Integer> other = Channel.rendezvous();
    Task<String> receiving =
        spawn(
            new Select<String>()
                .onReceive(other, x -> "other" + x)
                .onReceive(channel, x -> "received " + x)
                .onSend(channel, 1, () -> "sent to itself"));
    await(turns(1));
    log.add(
        await(
            new Select<String>().onSend(other, 2, () -> "sent 2").onSend(channel, 3, () -> "3")));
    log.add(await(receiving));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> selects_what_ends() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> channel = Channel.rendezvous();
    Queue<Integer> queue = Queue.fifo(1);
    Task<Object> receiving =
        spawn(new Select<Object>().onReceiveOrNull(channel, x -> x == null ? "end" : x));
    Task<Object> failing = spawn(new Select<Object>().onReceive(channel, x -> x));
    Task<Object> taking = spawn(new Select<Object>().onTake(queue, x -> x));
    await(turns(1));
    channel.close();
    queue.shutdown();
    log.add(await(receiving));
    try {
      await(failing);
    } catch (ChannelClosedException e) {
      log.add(e.getMessage());
    }
    try {
      await(taking);
    } catch (QueueShutDownException e) {
      log.add(e.getMessage());
    }
    try {
      await(new Select<Object>().onSend(channel, 1, () -> "never"));
    } catch (ChannelClosedException e) {
      log.add(e.getMessage());
    }
    try {
      await(new Select<Object>().onPut(queue, 1, () -> "never"));
    } catch (QueueShutDownException e) {
      log.add(e.getMessage());
    }
    Channel<Integer> cancelled = Channel.rendezvous();
    Task<Object> sending = spawn(new Select<Object>().onSend(cancelled, 1, () -> "never"));
    await(turns(1));
    cancelled.cancel();
    try {
      await(sending);
    } catch (ChannelClosedException e) {
      log.add(e.getMessage());
    }
    try {
      await(new Select<Object>());
    } catch (IllegalStateException e) {
      log.add(e.getMessage());
    }
    return completed(log);
  }

  /** A select of queues: the element is taken in the task's turn. */
  @Async
  public static Coroutine<List<Object>> selects_from_queues() {
    List<Object> log = new ArrayList<>();
    Queue<Integer> queue = Queue.priority(Integer::compare, 2);
    Queue<Integer> full = Queue.fifo(1);
    full.offer(0);
    Task<Object> task =
        spawn(new Select<Object>().onTake(queue, x -> "took " + x).onPut(full, 1, () -> "put"));
    await(turns(1));
    queue.offer(5);
    queue.offer(3);
    log.add(await(task));
    log.add("size " + queue.size() + " " + full.size());
    task = spawn(new Select<Object>().onPut(queue, 7, () -> "put").onPut(full, 1, () -> "put 1"));
    log.add(await(task));
    task = spawn(new Select<Object>().onPut(full, 1, () -> "put 1").onPut(queue, 8, () -> "put 8"));
    await(turns(1));
    log.add(full.poll());
    log.add(full.offer(9));
    log.add(await(task));
    log.add(full.poll());
    return completed(log);
  }

  /** A select that is cancelled leaves all queues; a later element stays. */
  @Async
  public static Coroutine<List<Object>> a_select_is_cancelled() {
    List<Object> log = new ArrayList<>();
    Channel<Integer> a = Channel.buffered(1);
    Channel<Integer> b = Channel.rendezvous();
    Task<Void> task =
        spawn(
            () -> {
              try {
                await(
                    new Select<Object>()
                        .onReceive(a, x -> log.add("a" + x))
                        .onReceive(b, x -> log.add("b" + x))
                        .onTimeout(Duration.ofDays(1), () -> "late"));
                log.add("delivered");
                await(yieldNow());
              } catch (TaskCancelled e) {
                log.add("cancelled");
                throw e;
              }
              return null;
            });
    await(turns(1));
    task.cancel(false);
    log.add(b.trySend(1));
    log.add(a.trySend(2));
    log.add(a.tryReceive());
    await(turns(1));
    return completed(log);
  }
}
