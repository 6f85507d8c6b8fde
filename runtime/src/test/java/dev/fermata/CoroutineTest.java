package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.runtime.AsyncLambda;
import dev.fermata.runtime.Continuations;
import dev.fermata.woven.Woven;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CoroutineTest {
  @Test
  void a_coroutine_is_single_use_however_it_was_used() {
    Coroutine<Integer> coroutine = Woven.square(3);
    assertThat(run(coroutine)).isEqualTo(9);
    String message =
        "coroutine 'Woven.square' was already awaited, spawned or run;"
            + " call the method again for a new one";
    assertThatThrownBy(() -> run(coroutine))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Continuations.await(coroutine)).hasMessage(message);
    Coroutine<Object> spawnsTwice =
        script("main")
            .step(
                in -> {
                  Coroutine<Integer> spawned = Woven.square(1);
                  assertThat(spawn(spawned)).isNotDone();
                  return spawn(spawned);
                })
            .cold();
    assertThatThrownBy(() -> run(spawnsTwice)).hasMessage(message);
  }

  @Test
  void completed_and_yield_may_be_awaited_again() throws Throwable {
    Coroutine<Integer> done = completed(5);
    assertThat(Continuations.await(done)).isEqualTo(5);
    assertThat(Continuations.await(done)).isEqualTo(5);
    assertThat(yieldNow()).isSameAs(yieldNow());
  }

  @Test
  void a_woven_lambda_is_entered_and_may_run_many_times() {
    AsyncLambda<Integer> lambda =
        (frame, in, headroom) -> frame == null ? Continuations.await(Woven.square(2)) : in;
    assertThat(run(lambda)).isEqualTo(4);
    assertThat(run(lambda)).isEqualTo(4);
    assertThatThrownBy(lambda::call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run, spawn or async");
  }

  @Test
  void a_lambda_that_was_not_woven_runs_when_it_does_not_await() {
    assertThat(run(Fermata.async(() -> 6))).isEqualTo(6);
  }

  @Test
  void await_in_unwoven_code_names_the_method_and_says_how_to_weave() {
    assertThatThrownBy(() -> Fermata.await(completed(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not woven")
        .hasMessageContaining("@Async");
  }

  @Test
  void await_of_a_future_in_unwoven_code_never_blocks() {
    assertThatThrownBy(() -> Fermata.await(new CompletableFuture<>()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("-javaagent:fermata-agent.jar")
        .hasMessageContaining("fermata weave");
  }
}
