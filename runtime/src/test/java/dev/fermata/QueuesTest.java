package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ready queue, the timers and the inbox, each against a plain model. */
class QueuesTest {
  private record Timer(ScheduledCallback<Object> entry, long deadline, int order) {}

  private static ScheduledCallback<Object> entry() {
    return new ScheduledCallback<>(new EventLoop(), 0, () -> "");
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 100, 0",
    "4096, 1000000, 0",
    "8, 1, 0",
    "2, 10000, 0",
    "8, 1, 1",
    "8, 10, 1",
    "64, 100, 1",
    "4096, 1, 1"
  })
  void timers_equal_a_sorted_list(int mostNear, int times, int later) {
    long seed = 20_240_607L;
    Random random = new Random(seed);
    Timers heap = new Timers(mostNear, 0);
    List<Timer> model = new ArrayList<>();
    Comparator<Timer> order =
        Comparator.<Timer>comparingLong(t -> t.deadline - Long.MAX_VALUE)
            .thenComparing(t -> t.order);
    for (int i = 0; i < 30_000; i++) {
      int action = random.nextInt(i < 15_000 ? 3 : 6);
      if (action <= 1) {
        // Around the overflow of the clock, with many equal times.
        Timer timer = new Timer(entry(), Long.MAX_VALUE + random.nextInt(times) + later * i, i);
        heap.add(timer.entry, timer.deadline);
        model.add(timer);
      } else if (!model.isEmpty() && action <= 3) {
        Timer first = model.stream().min(order).orElseThrow();
        assertThat(heap.firstDeadline()).isEqualTo(first.deadline);
        assertThat(heap.takeFirst()).as("seed %d, step %d", seed, i).isSameAs(first.entry);
        model.remove(first);
      } else if (!model.isEmpty()) {
        Timer any = model.remove(random.nextInt(model.size()));
        assertThat(heap.remove(any.entry)).isTrue();
        assertThat(heap.remove(any.entry)).isFalse();
      }
      assertThat(heap.size()).isEqualTo(model.size());
    }
    Set<Object> entries = Collections.newSetFromMap(new IdentityHashMap<>());
    heap.forEach(entry -> assertThat(entries.add(entry)).isTrue());
    assertThat(entries).hasSize(model.size());
    model.sort(order);
    for (Timer timer : model) {
      assertThat(heap.takeFirst()).isSameAs(timer.entry);
    }
    assertThat(heap.isEmpty()).isTrue();
  }

  @Test
  void timers_that_are_gone_give_their_slots_back() {
    Timers heap = new Timers();
    List<ScheduledCallback<Object>> entries = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      entries.add(entry());
      heap.add(entries.get(i), i * 7919L % 100_000);
    }
    assertThat(heap.capacity()).isBetween(100_000, 110_000);
    for (int i = 10_000; i < 100_000; i++) {
      assertThat(heap.remove(entries.get(i))).isTrue();
    }
    assertThat(heap.capacity()).as("slots of 10,000 timers").isBetween(10_000, 32_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(heap.takeFirst()).isNotNull();
    }
    assertThat(heap.isEmpty()).isTrue();
    assertThat(heap.capacity()).isLessThan(4_000);
  }

  @Test
  void a_timer_is_moved_a_few_times_however_many_there_are() {
    int count = 300_000;
    List<ScheduledCallback<Object>> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry());
    }
    Timers timers = new Timers();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < count; i++) {
      timers.add(entries.get(i), i * 7919L % count);
    }
    long added = threads.getCurrentThreadAllocatedBytes();
    assertThat((added - before) / count).as("bytes to add one").isLessThan(16);
    while (!timers.isEmpty()) {
      timers.takeFirst();
    }
    long taken = threads.getCurrentThreadAllocatedBytes();
    assertThat((taken - added) / count).as("bytes to take one").isLessThan(40);
  }

  @Test
  void the_order_of_equal_times_outlives_the_overflow_of_its_counter() {
    Timers heap = new Timers(4_096, Integer.MAX_VALUE - 50);
    List<Object> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(entry());
      heap.add(entries.get(i), 5);
    }
    for (Object entry : entries) {
      assertThat(heap.takeFirst()).isSameAs(entry);
    }
  }

  @Test
  void the_ready_queue_keeps_no_long_arrays_when_the_loop_idles() {
    ReadyQueue queue = new ReadyQueue();
    for (int i = 0; i < 100_000; i++) {
      queue.add(i);
    }
    for (int i = 0; i < 100_000; i++) {
      queue.add(queue.take());
    }
    drop(queue, 100_000);
    queue.release();
    assertThat(queue.capacity()).isGreaterThan(100_000);
    queue.forget();
    assertThat(queue.capacity()).isLessThan(1_000);
    queue.add("next");
    assertThat(queue.take()).isEqualTo("next");
  }

  @Test
  void a_burst_gives_its_slots_back_while_it_is_taken() {
    ReadyQueue queue = new ReadyQueue();
    for (int i = 0; i < 100_000; i++) {
      queue.add(i);
    }
    for (int i = 0; i < 99_000; i++) {
      assertThat(queue.take()).isEqualTo(i);
    }
    assertThat(queue.capacity()).isLessThan(20_000);
    for (int i = 99_000; i < 100_000; i++) {
      assertThat(queue.running()).isEqualTo(i - 1);
      assertThat(queue.take()).isEqualTo(i);
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void what_goes_round_and_round_needs_no_new_arrays() {
    ReadyQueue queue = new ReadyQueue();
    for (int i = 0; i < 100_000; i++) {
      queue.add(i);
    }
    for (int i = 0; i < 200_000; i++) {
      queue.add(queue.take());
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000_000; i++) {
      queue.add(queue.take());
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  @Test
  void the_ready_queue_equals_a_deque_while_it_grows_and_shrinks() {
    Random random = new Random(7);
    ReadyQueue queue = new ReadyQueue();
    Queue<Object> model = new ArrayDeque<>();
    for (int i = 0; i < 200_000; i++) {
      boolean growing = (i / 20_000) % 2 == 0;
      if (model.isEmpty() || random.nextInt(10) < (growing ? 7 : 3)) {
        queue.add(i);
        model.add(i);
      } else {
        assertThat(queue.take()).isEqualTo(model.remove());
      }
      if (queue.size() != model.size()) {
        throw new AssertionError("sizes differ at " + i);
      }
    }
    List<Object> rest = new ArrayList<>();
    queue.forEach(rest::add);
    assertThat(rest).containsExactlyElementsOf(model);
  }

  @Test
  void what_runs_is_what_was_taken_last_until_it_is_released() {
    ReadyQueue queue = new ReadyQueue();
    queue.add("first");
    queue.add("second");
    assertThat(queue.running()).isNull();
    assertThat(queue.take()).isEqualTo("first");
    assertThat(queue.running()).isEqualTo("first");
    queue.add("third");
    assertThat(queue.take()).isEqualTo("second");
    assertThat(queue.take()).isEqualTo("third");
    assertThat(queue.running()).isEqualTo("third");
    queue.release();
    assertThat(queue.running()).isNull();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void the_ready_queue_lets_go_of_what_was_taken() {
    ReadyQueue queue = new ReadyQueue();
    List<WeakReference<Object>> gone = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      gone.add(addNew(queue));
      if (i % 3 == 2) {
        drop(queue, 1);
      }
    }
    Object waiting = new Object();
    queue.add(waiting);
    drop(queue, queue.size() - 1);
    queue.forget();
    awaitCollected(gone);
    assertThat(queue.take()).isSameAs(waiting);
    gone.add(addNew(queue));
    drop(queue, 1);
    queue.forgetTaken();
    assertThat(queue.running()).isNull();
    awaitCollected(gone);
  }

  private static WeakReference<Object> addNew(ReadyQueue queue) {
    Object element = new Object();
    queue.add(element);
    return new WeakReference<>(element);
  }

  private static void drop(ReadyQueue queue, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(queue.take()).isNotNull();
    }
  }

  private static void awaitCollected(List<WeakReference<Object>> gone) {
    for (int i = 0; i < 100 && gone.stream().anyMatch(ref -> ref.get() != null); i++) {
      System.gc();
    }
    assertThat(gone).allMatch(reference -> reference.get() == null);
  }

  @Test
  void the_inbox_keeps_each_senders_order_and_loses_nothing() {
    Inbox inbox = new Inbox();
    int senders = 3;
    int each = 50_000;
    List<CompletableFuture<Void>> sending = new ArrayList<>();
    int[] last = new int[senders];
    int[] count = new int[1];
    for (int s = 0; s < senders; s++) {
      int sender = s;
      sending.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i <= each; i++) {
                  int number = i;
                  inbox.push(
                      new Inbox.Node() {
                        @Override
                        void deliver() {
                          assertThat(number).isEqualTo(last[sender] + 1);
                          last[sender] = number;
                          count[0]++;
                        }
                      });
                }
              }));
    }
    while (count[0] < senders * each) {
      inbox.drain();
    }
    sending.forEach(CompletableFuture::join);
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void the_inbox_tells_who_has_to_wake_the_loop() {
    Inbox inbox = new Inbox();
    Inbox.Node first = node();
    assertThat(inbox.push(first)).isTrue();
    assertThat(inbox.push(node())).isFalse();
    inbox.drain();
    assertThat(inbox.push(first)).isTrue();
  }

  private static Inbox.Node node() {
    return new Inbox.Node() {
      @Override
      void deliver() {}
    };
  }
}
