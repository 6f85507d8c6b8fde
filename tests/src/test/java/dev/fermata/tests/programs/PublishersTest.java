package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishers as async loops, and async iterables as publishers. */
@Timeout(60) // what would wait for ever is told as a failure
class PublishersTest {
  private static final Path FOLDER = Path.of("src", "test", "programs");
  private static final WovenProgram PROGRAM =
      WovenProgram.of(FOLDER.resolve("Publishers.java"), FOLDER.resolve("Here.java"));

  private final List<Object> log = new ArrayList<>();

  private static <T> T run(String method, Object... arguments) {
    return Fermata.run(PROGRAM.<T>coroutine(method, arguments));
  }

  /** Gives numbers from 0 on when they are asked for, on the asking thread; notes what is asked. */
  private class Numbers implements Flow.Publisher<Integer> {
    private final int count;
    private final Executor executor;
    private int next;

    Numbers(int count) {
      this(count, Runnable::run);
    }

    Numbers(int count, Executor executor) {
      this.count = count;
      this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
      log.add("subscribed");
      executor.execute(() -> subscriber.onSubscribe(subscription(subscriber)));
    }

    Flow.Subscription subscription(Flow.Subscriber<? super Integer> subscriber) {
      return new Noted(n -> executor.execute(() -> give(subscriber, n)));
    }

    private synchronized void give(Flow.Subscriber<? super Integer> subscriber, long n) {
      for (long left = n; left > 0 && next < count; left--) {
        subscriber.onNext(next++);
      }
      if (next == count) {
        subscriber.onComplete();
      }
    }
  }

  /** Notes the calls, of which the loop makes one after the other. */
  private class Noted implements Flow.Subscription {
    private final Consumer<Long> asked;

    Noted(Consumer<Long> asked) {
      this.asked = asked;
    }

    @Override
    public void request(long n) {
      log.add("request " + n);
      asked.accept(n);
    }

    @Override
    public void cancel() {
      log.add("cancel");
    }
  }

  private Noted silent() {
    return new Noted(n -> {});
  }

  // ---- a publisher as an async loop ------------------------------------------------------------

  @Test
  void elements_that_come_on_other_threads_are_read_on_the_loops_own() {
    SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
    CompletableFuture<Void> submitted =
        CompletableFuture.runAsync(
            () -> {
              while (!publisher.hasSubscribers()) {
                Thread.onSpinWait();
              }
              IntStream.range(0, 20_000).forEach(publisher::submit);
              publisher.close();
            });
    assertThat(PublishersTest.<Long>run("counted", publisher, 16)).isEqualTo(20_000);
    submitted.join();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void elements_of_another_thread_are_asked_for_in_pieces(int prefetch) {
    Numbers numbers = new Numbers(10_000, ForkJoinPool.commonPool());
    assertThat(PublishersTest.<Long>run("counted", numbers, prefetch)).isEqualTo(10_000);
  }

  @Test
  void one_element_is_asked_for_when_the_loop_wants_it() {
    assertThat(PublishersTest.<List<Object>>run("collected", new Numbers(3), 1))
        .containsExactly(0, 1, 2, "end");
    assertThat(log).containsExactly("subscribed", "request 1", "request 1", "request 1");
  }

  @Test
  void with_a_prefetch_more_are_asked_for_when_three_quarters_are_read() {
    assertThat(PublishersTest.<List<Object>>run("collected", new Numbers(9), 4)).hasSize(10);
    assertThat(log).containsExactly("subscribed", "request 4", "request 3", "request 3");
  }

  @Test
  void a_publisher_that_answers_at_once_does_not_nest_its_calls() {
    assertThat(PublishersTest.<Long>run("counted", new Numbers(200_000), 1)).isEqualTo(200_000);
  }

  @Test
  void nothing_is_subscribed_before_the_first_element_is_wanted() {
    Numbers numbers = new Numbers(1);
    Coroutine<List<Object>> cold = PROGRAM.coroutine("collected", numbers, 1);
    assertThat(log).isEmpty();
    assertThat(Fermata.run(cold)).containsExactly(0, "end");
  }

  @Test
  void a_loop_that_is_left_cancels_the_subscription_once() {
    assertThat(PublishersTest.<List<Integer>>run("first", new Numbers(5), 2)).containsExactly(0, 1);
    assertThat(log).containsExactly("subscribed", "request 1", "request 1", "cancel");
  }

  @Test
  void a_cancel_of_the_task_cancels_the_subscription() {
    Flow.Publisher<Integer> never = subscriber -> subscriber.onSubscribe(silent());
    assertThat(PublishersTest.<List<Object>>run("cancelled", never, 3))
        .containsExactly("cancelled", true);
    assertThat(log).containsExactly("request 1", "cancel");
  }

  @Test
  void a_failure_is_thrown_as_itself_after_what_came_before_it() {
    RuntimeException failure = new IllegalStateException("as it is");
    Flow.Publisher<Integer> failing =
        subscriber ->
            subscriber.onSubscribe(
                new Noted(
                    n -> {
                      subscriber.onNext(0);
                      subscriber.onError(failure);
                    }));
    List<Object> seen = run("collected", failing, 4);
    assertThat(seen).hasSize(2).startsWith(0);
    assertThat(seen.get(1)).isSameAs(failure);
    assertThat(log).containsExactly("request 4");
  }

  @Test
  void a_failure_that_comes_while_the_loop_waits_is_thrown_as_itself() {
    RuntimeException failure = new IllegalStateException("as it is");
    Flow.Publisher<Integer> failing =
        subscriber ->
            ForkJoinPool.commonPool()
                .execute(
                    () -> {
                      subscriber.onSubscribe(silent());
                      subscriber.onError(failure);
                    });
    assertThat(PublishersTest.<List<Object>>run("collected", failing, 1)).containsExactly(failure);
  }

  @Test
  void a_publisher_that_refuses_the_subscriber_fails_the_loop() {
    RuntimeException failure = new IllegalStateException("refused");
    Flow.Publisher<Integer> refusing =
        subscriber -> {
          throw failure;
        };
    assertThat(PublishersTest.<List<Object>>run("collected", refusing, 1)).containsExactly(failure);
  }

  @Test
  void a_second_subscription_is_cancelled() {
    Numbers numbers =
        new Numbers(2) {
          @Override
          public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            super.subscribe(subscriber);
            subscriber.onSubscribe(silent());
          }
        };
    assertThat(PublishersTest.<List<Object>>run("collected", numbers, 1))
        .containsExactly(0, 1, "end");
    assertThat(log).startsWith("subscribed", "request 1", "cancel").hasSize(4);
  }

  @Test
  void signals_of_null_are_refused() {
    Flow.Publisher<Integer> nulls =
        subscriber -> {
          assertThatThrownBy(() -> subscriber.onSubscribe(null))
              .isInstanceOf(NullPointerException.class);
          subscriber.onSubscribe(silent());
          assertThatThrownBy(() -> subscriber.onNext(null))
              .isInstanceOf(NullPointerException.class);
          assertThatThrownBy(() -> subscriber.onError(null))
              .isInstanceOf(NullPointerException.class);
          subscriber.onComplete();
        };
    assertThat(PublishersTest.<List<Object>>run("collected", nulls, 1)).containsExactly("end");
  }

  @Test
  void what_comes_after_the_loop_was_left_is_dropped() {
    CompletableFuture<Flow.Subscriber<? super Integer>> kept = new CompletableFuture<>();
    Numbers numbers =
        new Numbers(5) {
          @Override
          public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            kept.complete(subscriber);
            super.subscribe(subscriber);
          }
        };
    assertThat(PublishersTest.<List<Integer>>run("first", numbers, 1)).containsExactly(0);
    Flow.Subscriber<? super Integer> subscriber = kept.join();
    subscriber.onNext(1);
    subscriber.onError(new IllegalStateException("nobody hears it"));
    subscriber.onComplete();
    assertThat(log).containsExactly("subscribed", "request 1", "cancel");
  }

  @Test
  void a_subscription_that_comes_after_the_loop_was_left_is_cancelled() {
    CompletableFuture<Flow.Subscriber<? super Integer>> late = new CompletableFuture<>();
    assertThat(
            PublishersTest.<List<Object>>run(
                "cancelled", (Flow.Publisher<Integer>) late::complete, 2))
        .containsExactly("cancelled", true);
    late.join().onSubscribe(silent());
    assertThat(log).containsExactly("cancel");
  }

  @Test
  void more_elements_than_were_asked_for_fail_the_loop_and_cancel_the_subscription() {
    Flow.Publisher<Integer> flooding =
        subscriber ->
            subscriber.onSubscribe(
                new Noted(n -> IntStream.range(0, 1_000).forEach(subscriber::onNext)));
    List<Object> seen = run("collected", flooding, 2);
    assertThat(seen).hasSize(3).startsWith(0, 1);
    assertThat(seen.get(2))
        .isInstanceOfSatisfying(
            IllegalStateException.class,
            failure -> assertThat(failure).hasMessageContaining("more elements than"));
    assertThat(log).startsWith("request 2").endsWith("cancel").containsOnlyOnce("cancel");
  }

  @Test
  void a_request_that_throws_fails_the_loop() {
    RuntimeException failure = new IllegalStateException("no request");
    Flow.Publisher<Integer> throwing =
        subscriber ->
            subscriber.onSubscribe(
                new Noted(
                    n -> {
                      throw failure;
                    }));
    assertThat(PublishersTest.<List<Object>>run("collected", throwing, 1)).containsExactly(failure);
    assertThat(log).containsExactly("request 1", "cancel");
  }

  @Test
  void a_closed_iterator_has_no_elements() {
    List<Object> seen = run("closed", new Numbers(5));
    assertThat(seen).hasSize(3).startsWith(true, false);
    assertThat(seen.get(2)).isInstanceOf(NoSuchElementException.class);
    assertThat(log).containsExactly("subscribed", "request 1", "cancel");
  }

  @Test
  void elements_can_be_taken_without_asking_whether_there_are_any() {
    assertThat(
            PublishersTest.<List<Integer>>run(
                "taken", new Numbers(3, ForkJoinPool.commonPool()), 3))
        .containsExactly(0, 1, 2);
    assertThatThrownBy(() -> run("taken", new Numbers(3), 4))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void a_prefetch_of_nothing_is_refused() {
    assertThat(PublishersTest.<List<Object>>run("collected", new Numbers(1), 0))
        .singleElement()
        .isInstanceOfSatisfying(
            IllegalArgumentException.class,
            failure -> assertThat(failure).hasMessage("prefetch must be at least 1, and was 0"));
  }

  // ---- an async iterable as a publisher --------------------------------------------------------

  /** Notes its signals, and completes a future at the last one. */
  private class Reader implements Flow.Subscriber<Integer> {
    final CompletableFuture<Void> over = new CompletableFuture<>();
    final long first;
    volatile Flow.Subscription subscription = silent();

    Reader(long first) {
      this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      log.add("subscribed");
      given.request(first);
    }

    @Override
    public void onNext(Integer element) {
      log.add(element);
      subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
      log.add(failure);
      over.complete(null);
    }

    @Override
    public void onComplete() {
      log.add("complete");
      over.complete(null);
    }
  }

  @Test
  void an_element_is_made_when_it_is_asked_for() {
    Reader reader = new Reader(1);
    run("published", 2, log, reader, reader.over);
    assertThat(log).containsExactly("subscribed", "makes 0", 0, "makes 1", 1, "closed", "complete");
  }

  @Test
  void elements_are_asked_for_without_a_bound() {
    Reader reader = new Reader(Long.MAX_VALUE);
    run("published", 3, log, reader, reader.over);
    assertThat(log).endsWith(2, "closed", "complete").hasSize(9);
  }

  @Test
  void the_failure_of_a_published_generator_is_the_subscribers() {
    Reader reader = new Reader(1);
    RuntimeException failure = new IllegalStateException("as it is");
    run("publishedFailing", failure, reader, reader.over);
    assertThat(log).containsExactly("subscribed", 0, failure);
  }

  @Test
  void a_subscriber_that_cancels_gets_no_more_and_the_generator_is_closed() {
    Reader reader =
        new Reader(5) {
          @Override
          public void onNext(Integer element) {
            log.add(element);
            subscription.cancel();
            subscription.cancel();
            subscription.request(1);
          }
        };
    CompletableFuture<Void> closed = new CompletableFuture<>();
    List<Object> watched =
        new ArrayList<>() {
          @Override
          public boolean add(Object entry) {
            if (entry.equals("closed")) {
              closed.complete(null);
            }
            return log.add(entry);
          }
        };
    run("published", 5, watched, reader, closed);
    assertThat(log).containsExactly("subscribed", "makes 0", 0, "closed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_cancel_ends_a_generator_that_waits(boolean here) {
    Reader reader = new Reader(1);
    List<Object> signals = log;
    Runnable cancel =
        here
            ? () -> reader.subscription.cancel()
            : () -> CompletableFuture.runAsync(() -> reader.subscription.cancel()).join();
    assertThat(
            PublishersTest.<List<Object>>run(
                "publishedAndCancelled", new ArrayList<>(), reader, cancel))
        .containsExactly("closed");
    assertThat(signals).containsExactly("subscribed");
  }

  @Test
  void the_end_of_the_loop_is_told_to_the_subscriber() {
    run("publishedAndLeft", log, new Reader(1));
    assertThat(log).hasSize(3).startsWith("subscribed", "closed");
    assertThat(log.get(2)).isInstanceOf(CancellationException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void a_request_for_nothing_fails(long n) {
    Reader reader = new Reader(n);
    run("published", 1, log, reader, reader.over);
    assertThat(log).hasSize(2);
    assertThat(log.get(1))
        .isInstanceOfSatisfying(
            IllegalArgumentException.class,
            failure -> assertThat(failure).hasMessageContaining("rule 3.9"));
  }

  @Test
  void a_loop_that_ends_before_the_first_step_is_told_to_the_subscriber() {
    EventLoop loop = new EventLoop();
    CompletableFuture<Flow.Publisher<Integer>> publisher = new CompletableFuture<>();
    loop.execute(() -> publisher.complete(PROGRAM.call("publisher", 1, log)));
    loop.run(Fermata.completed());
    publisher.join().subscribe(new Reader(1));
    loop.close();
    assertThat(log).hasSize(2).startsWith("subscribed");
    assertThat(log.get(1)).isInstanceOf(CancellationException.class);
  }

  @Test
  void who_subscribes_when_the_loop_has_ended_is_told_so() {
    Flow.Publisher<Integer> late =
        Fermata.run(
            Fermata.async(() -> PROGRAM.<Flow.Publisher<Integer>>call("publisher", 1, log)));
    late.subscribe(new Reader(1));
    assertThat(log).hasSize(2).startsWith("subscribed");
    assertThat(log.get(1)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void a_publisher_needs_an_event_loop() {
    assertThatThrownBy(() -> PROGRAM.call("publisher", 1, log))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no event loop runs on thread");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void what_is_published_can_be_read_as_a_loop(int prefetch) {
    assertThat(PublishersTest.<Long>run("there_and_back", 1_000, prefetch)).isEqualTo(1_000);
  }
}
