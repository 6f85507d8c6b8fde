package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.woven.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HotTest {
  /** A future class that a hot method may declare. */
  public static final class Promise extends CompletableFuture<Object> {}

  private final List<Object> log = new ArrayList<>();

  @Test
  void a_body_that_does_not_suspend_is_a_completed_future() {
    assertThat(script("h").step(in -> "x").hot()).isCompletedWithValue("x");
    IOException exception = new IOException();
    CompletableFuture<Object> failed =
        script("h")
            .step(
                in -> {
                  throw exception;
                })
            .hot();
    assertThatThrownBy(failed::get).hasCause(exception);
  }

  @Test
  void outside_of_every_loop_a_body_resumes_on_the_completing_thread() throws Exception {
    CompletableFuture<Object> future = new CompletableFuture<>();
    CompletableFuture<Thread> outcome =
        script("h").step(in -> future).step(in -> Thread.currentThread()).hot();
    assertThat(outcome).isNotDone();
    Thread completing = new Thread(() -> future.complete(null));
    completing.start();
    assertThat(outcome.get()).isSameAs(completing);
  }

  @Test
  void on_a_loop_a_body_resumes_on_the_loops_thread() {
    Thread loopThread = Thread.currentThread();
    CompletableFuture<Object> future = new CompletableFuture<>();
    Object thread =
        Fermata.run(
            script("main")
                .step(
                    in -> {
                      CompletableFuture<Object> hot =
                          script("h").step(i -> future).step(i -> Thread.currentThread()).hot();
                      CompletableFuture.runAsync(() -> future.complete(null));
                      return hot;
                    })
                .cold());
    assertThat(thread).isSameAs(loopThread);
  }

  @Test
  void outside_of_every_loop_sleep_and_yield_use_the_jdk() {
    Script body =
        script("h")
            .step(in -> sleep(Duration.ofMillis(1)))
            .step(in -> yieldNow())
            .step(in -> Thread.currentThread().getName());
    // It goes on at once, on this thread, where the time is over before it is waited for.
    assertThat((String) body.hot().join()).isNotEmpty().doesNotContain("DelayScheduler");
  }

  @Test
  void what_needs_a_loop_says_so() {
    assertThatThrownBy(() -> spawn(yieldNow()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no event loop runs on thread");
  }

  @Test
  void a_thousand_methods_that_complete_one_another_do_not_overflow_the_stack() {
    int length = 100_000;
    List<CompletableFuture<Object>> futures = new ArrayList<>();
    for (int i = 0; i <= length; i++) {
      futures.add(new CompletableFuture<>());
    }
    for (int i = 0; i < length; i++) {
      CompletableFuture<Object> awaited = futures.get(i);
      CompletableFuture<Object> completed = futures.get(i + 1);
      script("link").step(in -> awaited).step(in -> completed.complete(in)).hot();
    }
    futures.get(0).complete("value");
    assertThat(futures.get(length)).isCompletedWithValue("value");
  }

  @Test
  void anyone_may_complete_the_future_and_the_overtaken_body_is_cancelled() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    Script body =
        script("h")
            .step(in -> future)
            .rescue(
                e -> {
                  log.add(Kind.of(e));
                  throw e;
                });
    CompletableFuture<Object> outcome = body.hot();
    assertThat(outcome.complete("overtaken")).isTrue();
    assertThat(outcome).isCompletedWithValue("overtaken");
    assertThat(body.hot().completeExceptionally(new IOException())).isTrue();
    body.hot().completeAsync(() -> "x", Runnable::run);
    assertThat(body.hot().cancel(false)).isTrue();
    Class<?> expected = TaskCancelled.class;
    assertThat(log).containsExactly(expected, expected, expected, expected);
    assertThat(future).isNotDone();
  }

  @Test
  void on_a_loop_who_awaits_an_overtaken_future_goes_on() {
    Object value =
        Fermata.run(
            script("main")
                .step(
                    in -> {
                      CompletableFuture<Object> hot =
                          script("h")
                              .step(i -> new CompletableFuture<>())
                              .rescue(e -> log.add(Kind.of(e)))
                              .hot();
                      CompletableFuture.runAsync(() -> hot.complete("overtaken"));
                      return hot;
                    })
                .cold());
    assertThat(value).isEqualTo("overtaken");
    assertThat(log).containsExactly(TaskCancelled.class);
  }

  @Test
  void timeouts_work_outside_of_every_loop() {
    CompletableFuture<Object> never = new CompletableFuture<>();
    CountDownLatch cancelled = new CountDownLatch(2);
    Script body =
        script("h")
            .step(in -> never)
            .rescue(
                e -> {
                  cancelled.countDown();
                  throw e;
                });
    assertThatThrownBy(() -> body.hot().orTimeout(1, MILLISECONDS).join())
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(body.hot().completeOnTimeout("late", 1, MILLISECONDS).join()).isEqualTo("late");
    assertThatNoException(cancelled);
  }

  private static void assertThatNoException(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_declared_subclass_gets_the_outcome() {
    Promise done = script("h").step(in -> "x").hotInto(new Promise());
    assertThat(done).isCompletedWithValue("x");
    IOException exception = new IOException();
    Promise failed =
        script("h")
            .step(
                in -> {
                  throw exception;
                })
            .hotInto(new Promise());
    assertThatThrownBy(failed::get).hasCause(exception);
    CompletableFuture<Object> future = new CompletableFuture<>();
    Promise pending = script("h").step(in -> future).hotInto(new Promise());
    assertThat(pending).isNotDone();
    future.completeExceptionally(exception);
    assertThatThrownBy(pending::get).hasCause(exception);
  }

  @Test
  void completing_a_declared_subclass_cancels_the_body() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    Promise promise =
        script("h").step(in -> future).rescue(e -> log.add(Kind.of(e))).hotInto(new Promise());
    promise.cancel(false);
    assertThat(log).containsExactly(TaskCancelled.class);
  }

  @Test
  void a_long_chain_of_hot_bodies_is_cancelled_without_a_stack_overflow() {
    CompletableFuture<Object> awaited = new CompletableFuture<>();
    List<CompletableFuture<Object>> chain = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      CompletableFuture<Object> before = i == 0 ? awaited : chain.get(i - 1);
      chain.add(script("link").step(in -> before).hot());
    }
    assertThat(chain.get(chain.size() - 1).cancel(false)).isTrue();
    assertThat(chain).allMatch(CompletableFuture::isCancelled);
  }

  @Test
  void cancels_that_race_with_completions_end_every_body_exactly_once() throws Exception {
    int rounds = 20_000;
    Script[] body = new Script[1];
    int[] ends = new int[rounds];
    List<CompletableFuture<Object>> futures = new ArrayList<>();
    List<CompletableFuture<Object>> outcomes = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      int round = i;
      CompletableFuture<Object> future = new CompletableFuture<>();
      futures.add(future);
      body[0] =
          script("h")
              .step(in -> future)
              .rescue(e -> "cancelled")
              .step(
                  in -> {
                    ends[round]++;
                    return in;
                  });
      outcomes.add(body[0].hot());
    }
    Thread completing = new Thread(() -> futures.forEach(future -> future.complete("value")));
    completing.start();
    outcomes.forEach(outcome -> outcome.cancel(false));
    completing.join();
    assertThat(outcomes).allMatch(CompletableFuture::isDone);
    assertThat(ends).containsOnly(1);
  }
}
