package dev.fermata.sync;

import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.testing.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What may not be done, and is told in one line. */
class MisuseTest {
  private static void onLoop(Runnable body) {
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  body.run();
                  return null;
                })
            .cold());
  }

  private static void assertRefused(ThrowingCallable action, String message) {
    onLoop(
        () ->
            assertThatThrownBy(action)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message));
  }

  @Test
  void what_is_not_held_cannot_be_released() {
    assertRefused(() -> new Lock().release(), "release of a lock that is not held");
    assertRefused(() -> Semaphore.bounded(2).release(), "has all its 2 permits");
    assertRefused(() -> new Condition().signal(), "signal of a lock that is not held");
    assertRefused(() -> new Condition().signalAll(), "signal of a lock that is not held");
    assertRefused(() -> Queue.fifo().taskDone(), "more often than elements were put");
  }

  @Test
  void a_wait_for_a_condition_needs_its_lock() {
    for (Coroutine<?> wait :
        List.of(new Condition().await(), new Condition().awaitUntil(() -> true))) {
      assertThatThrownBy(() -> VirtualTime.run(script("main").step(in -> wait).cold()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("await of a condition of a lock that is not held");
    }
  }

  @Test
  void sizes_are_checked() {
    assertThatThrownBy(() -> new Semaphore(-1)).hasMessageContaining("-1 permits");
    assertThatThrownBy(() -> new Barrier(0)).hasMessageContaining("at least 1 party");
    assertThatThrownBy(() -> Queue.fifo(0)).hasMessageContaining("capacity of at least 1");
    assertThatThrownBy(() -> Channel.buffered(0)).hasMessageContaining("Channel.rendezvous()");
  }

  @Test
  void a_select_that_has_begun_takes_no_more_operations() {
    Select<Integer> select = new Select<Integer>().otherwise(() -> 1);
    assertThat(VirtualTime.run(select)).isEqualTo(1);
    assertThatThrownBy(() -> select.onSet(new Event(), () -> 2))
        .hasMessageContaining("takes no more operations");
  }

  /** Operations that are not awaited, by name; each on an object of its own. */
  private static Map<String, Runnable> direct() {
    Map<String, Runnable> operations = new TreeMap<>();
    Lock lock = new Lock();
    Semaphore semaphore = new Semaphore(1);
    Event event = new Event();
    Condition condition = new Condition();
    Barrier barrier = new Barrier(1);
    Queue<String> queue = Queue.fifo();
    Channel<String> channel = Channel.unbounded();
    put(operations, "Lock.tryAcquire", lock, Lock::tryAcquire);
    put(operations, "Lock.release", lock, Lock::release);
    put(operations, "Semaphore.tryAcquire", semaphore, Semaphore::tryAcquire);
    put(operations, "Semaphore.release", semaphore, Semaphore::release);
    put(operations, "Event.set", event, Event::set);
    put(operations, "Event.clear", event, Event::clear);
    put(operations, "Lock of Condition.signal", condition, Condition::signal);
    put(operations, "Barrier.reset", barrier, Barrier::reset);
    put(operations, "Barrier.abort", barrier, Barrier::abort);
    put(operations, "Queue.offer", queue, q -> q.offer("x"));
    put(operations, "Queue.poll", queue, Queue::poll);
    put(operations, "Queue.taskDone", queue, Queue::taskDone);
    put(operations, "Queue.shutdown", queue, Queue::shutdown);
    put(operations, "Queue.shutdownNow", queue, Queue::shutdownNow);
    put(operations, "Channel.trySend", channel, c -> c.trySend("x"));
    put(operations, "Channel.tryReceive", channel, Channel::tryReceive);
    put(operations, "Channel.close", channel, Channel::close);
    put(operations, "Channel.close for", channel, c -> c.close(new RuntimeException()));
    put(operations, "Channel.cancel", channel, Channel::cancel);
    return operations;
  }

  private static <T> void put(
      Map<String, Runnable> operations, String name, T object, Consumer<T> operation) {
    operations.put(name, () -> operation.accept(object));
  }

  private static Map<String, Supplier<Coroutine<?>>> awaited() {
    Map<String, Supplier<Coroutine<?>>> operations = new TreeMap<>();
    operations.put("Lock.acquire", () -> new Lock().acquire());
    operations.put("Semaphore.acquire", () -> new Semaphore(1).acquire());
    operations.put("Event.await", () -> new Event().await());
    operations.put("Lock of Condition.await", () -> new Condition().await());
    operations.put("Lock of Condition", () -> new Condition().awaitUntil(() -> true));
    operations.put("Barrier.await", () -> new Barrier(1).await());
    operations.put("Queue.take", () -> Queue.fifo().take());
    operations.put("Queue.put", () -> Queue.fifo().put("x"));
    operations.put("Queue.join", () -> Queue.fifo().join());
    operations.put("Channel.send", () -> Channel.unbounded().send("x"));
    operations.put("Channel.receive", () -> Channel.unbounded().receive());
    operations.put("Channel.hasNext", () -> Channel.unbounded().iterator().hasNextAsync());
    operations.put("Channel.next", () -> Channel.unbounded().iterator().nextAsync());
    operations.put("Channel.closeAsync", () -> Channel.unbounded().iterator().closeAsync());
    operations.put("Event in a select", () -> new Select<Object>().onSet(new Event(), () -> "x"));
    return operations;
  }

  @Test
  void every_operation_needs_a_loop() {
    direct()
        .forEach(
            (name, operation) ->
                assertThatThrownBy(operation::run)
                    .as(name)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "this "
                            + name.replaceAll("\\W.*", "")
                            + " needs an event loop, and thread '"
                            + Thread.currentThread().getName()
                            + "' runs none; start one with run(...)"));
  }

  @Test
  void every_awaited_operation_needs_a_loop() {
    awaited()
        .forEach(
            (name, operation) -> {
              CompletableFuture<Object> hot =
                  script("hot").step(in -> operation.get()).<Object>hot();
              assertThatThrownBy(hot::join)
                  .as(name)
                  .cause()
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageStartingWith("this " + name.replaceAll("\\W.*", "") + " needs an");
            });
  }

  @Test
  void another_thread_is_sent_to_the_loop() {
    List<String> messages = new ArrayList<>();
    onLoop(
        () ->
            direct()
                .forEach(
                    (name, operation) -> {
                      var unused = catchThrowable(operation::run);
                      // It belongs to the loop now.
                      Throwable refused =
                          CompletableFuture.supplyAsync(
                                  () -> catchThrowable(operation::run), MisuseTest::inThread)
                              .join();
                      messages.add(name + ": " + refused.getMessage());
                    }));
    assertThat(messages)
        .hasSize(direct().size())
        .allMatch(
            message ->
                message.endsWith(
                    " belongs to an event loop, and not to thread 'other'; use its execute"));
  }

  private static void inThread(Runnable body) {
    Thread thread = new Thread(body, "other");
    thread.start();
  }

  @Test
  void an_object_may_be_made_before_its_loop() {
    Lock lock = new Lock();
    try (EventLoop loop = new EventLoop()) {
      Object held = loop.run(script("main").step(in -> lock.acquire()).cold());
      assertThat(held).isInstanceOf(Lock.Held.class);
      assertThat(lock.isLocked()).isTrue();
    }
  }

  @Test
  void they_tell_what_they_are() {
    onLoop(
        () -> {
          Lock lock = new Lock();
          assertThat(lock).hasToString("Lock[free]");
          assertThat(lock.tryAcquire()).isNotNull();
          assertThat(lock).hasToString("Lock[locked, 0 waiting]");
          assertThat(new Semaphore(2)).hasToString("Semaphore[2 free, 0 waiting]");
          assertThat(new Event()).hasToString("Event[not set, 0 waiting]");
          assertThat(new Condition()).hasToString("Condition[0 waiting, Lock[free]]");
          Barrier barrier = new Barrier(2);
          barrier.abort();
          assertThat(barrier).hasToString("Barrier[0 of 2, broken]");
          assertThat(Queue.lifo(3)).hasToString("Queue[0 of 3]");
          assertThat(Queue.fifo()).hasToString("Queue[0]");
          assertThat(Channel.rendezvous()).hasToString("Channel[rendezvous]");
        });
  }

  @Test
  void without_waiting_nothing_is_suspended() {
    onLoop(
        () -> {
          Queue<Integer> queue = Queue.fifo(1);
          assertThat(queue.offer(1)).isTrue();
          assertThat(queue.offer(2)).isFalse();
          assertThat(queue.isFull()).isTrue();
          assertThat(queue.poll()).isEqualTo(1);
          assertThat(queue.poll()).isNull();
          queue.shutdown();
          assertThat(queue.isShutDown()).isTrue();
          assertThatThrownBy(() -> queue.offer(1)).isInstanceOf(QueueShutDownException.class);
          assertThatThrownBy(queue::poll).isInstanceOf(QueueShutDownException.class);
          Channel<Integer> channel = Channel.buffered(1);
          assertThat(channel.trySend(1)).isTrue();
          assertThat(channel.trySend(2)).isFalse();
          assertThat(channel.size()).isEqualTo(1);
          channel.close();
          assertThat(channel.isClosedForSend()).isTrue();
          assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
          assertThat(channel.tryReceive()).isEqualTo(1);
          assertThatThrownBy(channel::tryReceive).isInstanceOf(ChannelClosedException.class);
          assertThatThrownBy(() -> Fermata.run(new Lock().acquire()))
              .isInstanceOf(IllegalStateException.class);
        });
  }
}
