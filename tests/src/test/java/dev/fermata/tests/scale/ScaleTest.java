package dev.fermata.tests.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.testing.VirtualTime;
import dev.fermata.tests.programs.WovenProgram;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing grows with the number of awaits, and a call that does not suspend allocates nothing. */
@Tag("allocations")
class ScaleTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "scale", "Scale.java"));

  private static final int MANY = 10_000_000;
  private static final int CALLS = 1_000_000;
  private static final int DEEP = 100_000;
  private static final long BIG_STACK = 1L << 30;

  /** What may be allocated besides: the loop, the task, the compilers' doings. */
  private static final long SLACK = 2_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void ten_million_awaits_that_do_not_suspend_take_constant_memory() {
    assertThat(allocatedBy("loop_without_suspensions", MANY)).isLessThan(SLACK);
  }

  @Test
  void ten_million_awaits_of_a_done_future_take_constant_memory() {
    assertThat(allocatedBy("loop_over_a_done_future", MANY)).isLessThan(SLACK);
  }

  @Test
  void ten_million_awaits_that_suspend_take_constant_memory() {
    // A suspension may allocate a few bytes, if only nothing of them stays.
    Fermata.<Long>run(PROGRAM.coroutine("loop_of_yields", 100_000));
    long before = usedAfterCollection();
    long allocated = allocatedBy("loop_of_yields", MANY);
    assertThat(allocated).isLessThan(16L * MANY);
    assertThat(usedAfterCollection() - before).isLessThan(10 * SLACK);
  }

  @Test
  void a_million_calls_that_do_not_suspend_allocate_nothing_beyond_boxing() {
    // All values are in the cache of Integer, so there is no boxing either.
    Fermata.<Long>run(PROGRAM.coroutine("loop_without_suspensions", CALLS));
    long allocated = allocatedBy("loop_without_suspensions", CALLS);
    assertThat(allocated).as("bytes for %d calls", CALLS).isLessThan(CALLS / 100);
  }

  @Test
  void a_recursion_that_declares_boxes_makes_none_also_after_it_has_suspended() {
    allocatedBy("trees_that_do_not_suspend", CALLS);
    allocatedBy("trees_that_suspend", CALLS);
    // What suspended once is compiled anew.
    allocatedBy("trees_that_do_not_suspend", CALLS);
    long allocated = allocatedBy("trees_that_do_not_suspend", CALLS);
    assertThat(allocated).as("bytes for %d calls", CALLS).isLessThan(CALLS / 100);
  }

  @Test
  void a_task_that_is_awaited_allocates_no_more_than_itself_and_its_coroutine() {
    // A task of 48 bytes, a coroutine of 24, and 4 in the list of the tasks.
    long allocated = allocatedBy("spawned_tasks", CALLS);
    assertThat(allocated).isLessThan(80L * CALLS + SLACK);
  }

  @Test
  void a_gathered_child_shares_what_its_gather_allocates() {
    // A task of 48 bytes and a coroutine of 24; and for six of them the gathering task with what it
    // has (160), the lists of coroutines and of values (88), and iterators (96).
    long allocated = allocatedBy("gathered_children", CALLS);
    assertThat(allocated).isLessThan(132L * CALLS + SLACK);
  }

  @Test
  void a_sleeping_task_with_three_live_variables_takes_93_bytes() {
    // A task of 48 bytes, a frame of 32, and 12 in the timers; one more for what else goes on.
    LongSupplier measure = ScaleTest::usedAfterCollection;
    VirtualTime.<Long>run(PROGRAM.coroutine("sleepers", 1_000, measure));
    long before = usedAfterCollection();
    long during = VirtualTime.<Long>run(PROGRAM.coroutine("sleepers", CALLS, measure));
    assertThat(during - before).isBetween(80L * CALLS, 93L * CALLS);
  }

  @Test
  void a_level_of_a_suspended_chain_takes_a_frame_and_a_box() {
    // A frame without values is 24 bytes, and an Integer 16: its value comes up as an object.
    suspendedChain(100);
    long few = suspendedChain(100);
    suspendedChain(900);
    long many = suspendedChain(900);
    assertThat(many - few).isLessThanOrEqualTo(800 * 41);
  }

  /** The bytes of a chain of so many levels, suspended once. */
  private static long suspendedChain(int depth) {
    CompletableFuture<Integer> innermost = new CompletableFuture<>();
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    CompletableFuture<Integer> outer = PROGRAM.call("hot_chain", depth, innermost);
    innermost.complete(1_000);
    long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
    assertThat(outer).isCompletedWithValue(1_000 + depth);
    return allocated;
  }

  @Test
  void a_chain_of_many_frames_is_resumed_without_a_stack_overflow() throws Exception {
    CompletableFuture<Integer> innermost = new CompletableFuture<>();
    int[] result = new int[1];
    runInThread(
        BIG_STACK,
        () ->
            result[0] =
                Fermata.<Integer>run(
                    new Completing(PROGRAM.coroutine("chain", DEEP, innermost), innermost, 1)));
    assertThat(result[0]).isEqualTo(DEEP + 1);
  }

  @Test
  void a_chain_of_many_frames_is_resumed_in_a_small_stack() throws Exception {
    // Off every loop a hot future is resumed on the thread that completes it: one of small stack.
    CompletableFuture<Integer> innermost = new CompletableFuture<>();
    CompletableFuture<?>[] outer = new CompletableFuture<?>[1];
    runInThread(BIG_STACK, () -> outer[0] = PROGRAM.call("hot_chain", DEEP, innermost));
    assertThat(outer[0]).isNotDone();
    runInThread(256L << 10, () -> innermost.complete(1));
    assertThat(outer[0]).isCompletedWithValueMatching(value -> value.equals(DEEP + 1));
  }

  @Test
  void an_exception_passes_a_chain_of_many_frames() throws Exception {
    CompletableFuture<Integer> innermost = new CompletableFuture<>();
    CompletableFuture<?>[] outer = new CompletableFuture<?>[1];
    runInThread(BIG_STACK, () -> outer[0] = PROGRAM.call("hot_chain", DEEP, innermost));
    IllegalStateException failure = new IllegalStateException("deep");
    runInThread(256L << 10, () -> innermost.completeExceptionally(failure));
    Throwable[] seen = new Throwable[1];
    outer[0].whenComplete((value, exception) -> seen[0] = exception);
    assertThat(seen[0]).isSameAs(failure);
  }

  @Test
  void fib_gives_what_plain_java_gives() {
    int woven = Fermata.<Integer>run(PROGRAM.coroutine("fib", 20));
    assertThat(woven).isEqualTo(PROGRAM.<Integer>call("plain", 20)).isEqualTo(6765);
  }

  @Test
  void loops_give_their_sums() {
    long expected = 0;
    for (int i = 0; i < 1_000; i++) {
      expected += i & 127;
    }
    for (String loop :
        new String[] {"loop_without_suspensions", "loop_of_yields", "loop_over_hot_calls"}) {
      assertThat((long) Fermata.<Long>run(PROGRAM.coroutine(loop, 1_000)))
          .as(loop)
          .isEqualTo(expected);
    }
  }

  private static long allocatedBy(String method, int times) {
    Coroutine<Long> coroutine = PROGRAM.coroutine(method, times);
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    long sum = Fermata.<Long>run(coroutine);
    long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
    assertThat(sum).isPositive();
    return allocated;
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void runInThread(long stack, Runnable body) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread thread = new Thread(null, body, "stack of " + stack, stack);
    thread.setUncaughtExceptionHandler((ignored, exception) -> failure[0] = exception);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }
}
