package dev.fermata.runtime;

import static dev.fermata.woven.Script.script;
import static dev.fermata.woven.Script.tail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import dev.fermata.woven.Woven;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ContinuationsTest {
  private final List<Object> log = new ArrayList<>();

  @Test
  void a_completed_future_is_its_value() throws Throwable {
    assertThat(Continuations.await(CompletableFuture.completedFuture("x"))).isEqualTo("x");
    assertThat(Continuations.await(CompletableFuture.completedFuture(null))).isNull();
  }

  @Test
  void a_failed_future_throws_the_original_exception() {
    IOException original = new IOException("original");
    CompletableFuture<Object> failed = CompletableFuture.failedFuture(original);
    assertThatThrownBy(() -> Continuations.await(failed)).isSameAs(original);
    // A dependent stage has wrapped it.
    assertThatThrownBy(() -> Continuations.await(failed.thenApply(x -> x))).isSameAs(original);
  }

  @Test
  void a_completion_exception_without_a_cause_is_thrown_as_it_is() {
    CompletionException bare = new CompletionException("bare", null);
    assertThatThrownBy(() -> Continuations.await(CompletableFuture.failedFuture(bare)))
        .isSameAs(bare);
  }

  @Test
  void a_cancelled_future_is_a_cancellation() {
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);
    assertThatThrownBy(() -> Continuations.await(cancelled))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void a_minimal_stage_is_awaited_done_and_pending() throws Throwable {
    CompletableFuture<Object> future = new CompletableFuture<>();
    CompletionStage<Object> minimal = future.minimalCompletionStage();
    Object pending =
        Fermata.run(
            script("main")
                .step(
                    in -> {
                      CompletableFuture.runAsync(() -> future.complete("later"));
                      return minimal;
                    })
                .cold());
    assertThat(pending).isEqualTo("later");
    assertThat(Continuations.await(minimal)).isEqualTo("later");
    IOException original = new IOException();
    CompletionStage<Object> failed =
        CompletableFuture.failedFuture(original).minimalCompletionStage();
    assertThatThrownBy(() -> Continuations.await(failed)).isSameAs(original);
  }

  @Test
  void a_stage_of_another_library_that_is_no_future_is_awaited() {
    List<BiConsumer<Object, Throwable>> callbacks = new ArrayList<>();
    CompletionStage<Object> stage = foreignStage(callbacks);
    Script main =
        script("main")
            .step(in -> stage)
            .step(log::add)
            .step(in -> stage)
            .rescue(e -> log.add(e.getMessage()));
    CompletableFuture<Object> outcome = main.hot();
    callbacks.remove(0).accept("value", null);
    callbacks.remove(0).accept(null, new IOException("failed"));
    assertThat(outcome).isCompleted();
    assertThat(log).containsExactly("value", "failed");
  }

  @SuppressWarnings("unchecked")
  private static CompletionStage<Object> foreignStage(
      List<BiConsumer<Object, Throwable>> callbacks) {
    return (CompletionStage<Object>)
        Proxy.newProxyInstance(
            ContinuationsTest.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("whenComplete")) {
                callbacks.add((BiConsumer<Object, Throwable>) arguments[0]);
                return proxy;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @Test
  void a_subclass_of_future_is_awaited_as_what_it_is() {
    class Promise extends CompletableFuture<Object> {}
    Promise promise = new Promise();
    CompletableFuture<Object> outcome = script("s").step(in -> promise).hot();
    assertThat(outcome).isNotDone();
    promise.complete("x");
    assertThat(outcome).isCompletedWithValue("x");
  }

  @Test
  void returning_null_says_what_to_return_instead() {
    assertThatThrownBy(() -> Continuations.delegate(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("return completed(...)");
  }

  @Test
  void returning_something_else_is_an_error() {
    assertThatThrownBy(() -> Continuations.delegate("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void returning_another_coroutine_takes_over_its_outcome() throws Throwable {
    assertThat(Continuations.delegate(Woven.square(4))).isEqualTo(16);
    assertThat(Continuations.delegate(CompletableFuture.completedFuture(5))).isEqualTo(5);
  }

  @Test
  void a_tail_return_of_something_pending_has_no_frame_of_its_own() {
    Duration second = Duration.ofSeconds(1);
    Script leaf = script("leaf").step(in -> Fermata.sleep(second)).step(in -> "leaf");
    // Below: alone in its task; in a caller; after a suspension; of a future; twice.
    Script atOnce = script("t").step(in -> tail(leaf.cold()));
    Script sleeping = script("t").step(in -> tail(Fermata.sleep(second)));
    Script later = script("t").step(in -> Fermata.sleep(second)).step(in -> tail(leaf.cold()));
    Script laterSleeping =
        script("t").step(in -> Fermata.sleep(second)).step(in -> tail(Fermata.sleep(second)));
    Script twice = script("t").step(in -> tail(later.cold()));
    VirtualTime.run(
        script("main")
            .step(in -> atOnce.cold())
            .step(log::add)
            .step(in -> Script.direct(later))
            .step(log::add)
            .step(in -> Fermata.spawn(atOnce.cold()))
            .step(log::add)
            .step(in -> Fermata.spawn(sleeping.cold()))
            .step(in -> Fermata.spawn(laterSleeping.cold()))
            .step(in -> laterSleeping.cold())
            .step(in -> twice.hot())
            .step(log::add)
            .cold());
    assertThat(log).containsExactly("leaf", "leaf", "leaf", "leaf");
  }

  @Test
  void a_failure_that_a_tail_return_brings_passes_the_handlers_of_its_method() {
    Script failing =
        script("failing")
            .step(in -> Fermata.yieldNow())
            .step(
                in -> {
                  throw new IOException("x");
                });
    Script method =
        script("m")
            .step(in -> Fermata.yieldNow())
            .step(in -> tail(failing.cold()))
            .rescue(e -> log.add("must not see it"));
    assertThatThrownBy(() -> Fermata.run(method.cold())).isInstanceOf(IOException.class);
    assertThat(log).isEmpty();
  }

  @Test
  void handler_bits_are_read_as_the_compiler_writes_them() {
    String bits = "\u8001\u0001";
    assertThat(Continuations.handles(bits, 1)).isTrue();
    assertThat(Continuations.handles(bits, 2)).isFalse();
    assertThat(Continuations.handles(bits, 16)).isTrue();
    assertThat(Continuations.handles(bits, 17)).isTrue();
    assertThat(Continuations.handles(bits, 18)).isFalse();
  }

  @Test
  void awaiting_null_says_so_cold_and_hot_alike() {
    assertThatThrownBy(() -> Continuations.await((CompletionStage<?>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("await of null; ");
    assertThatThrownBy(() -> Continuations.await((Coroutine<?>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("await of null; ");
  }
}
