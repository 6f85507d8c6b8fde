package dev.fermata;

import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A cancel at a future of other origin, whose class has a cancel of its own. */
class ForeignCancelTest {
  private final List<Object> log = new ArrayList<>();
  private final Request request = new Request();

  /** As those of HTTP and database clients: its cancel ends what is under way. */
  private final class Request extends CompletableFuture<Object> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      log.add("request cancelled, " + mayInterruptIfRunning);
      return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      @SuppressWarnings("unchecked")
      CompletableFuture<U> dependent = (CompletableFuture<U>) new Request();
      return dependent;
    }
  }

  /** Awaits it, is cancelled when it is held, and logs what its body gets. */
  private void cancelWho(Function<Request, Object> awaits) {
    Script victim = script("victim").step(in -> awaits.apply(request)).rescue(this::note);
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> task = spawn(victim.cold());
                  spawn(
                      script("other")
                          .step(i -> yieldNow())
                          .step(i -> yieldNow())
                          .step(i -> task.cancel(false))
                          .cold());
                  return task;
                })
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
  }

  private Object note(Throwable exception) throws Throwable {
    log.add(Kind.of(exception));
    throw exception;
  }

  @Test
  void a_cancel_goes_on_to_it_and_the_body_gets_its_own_cancellation() {
    cancelWho(foreign -> foreign);
    assertThat(log)
        .containsExactly(
            "request cancelled, true", TaskCancelled.class, CancellationException.class);
  }

  @Test
  void a_stage_that_depends_on_it_is_cancelled_alike() {
    cancelWho(foreign -> foreign.thenApply(value -> value));
    assertThat(log)
        .containsExactly(
            "request cancelled, true", TaskCancelled.class, CancellationException.class);
  }

  @Test
  void a_cancel_that_came_before_the_await_goes_on_to_it() {
    Script victim =
        script("victim")
            .step(in -> Task.current().cancel(false))
            .step(in -> request)
            .rescue(this::note);
    VirtualTime.run(
        script("main").step(in -> spawn(victim.cold())).rescue(e -> log.add(Kind.of(e))).cold());
    assertThat(log)
        .containsExactly(
            "request cancelled, true", TaskCancelled.class, CancellationException.class);
  }

  @Test
  void a_time_limit_goes_on_to_it() {
    assertThatThrownBy(() -> VirtualTime.run(withTimeout(Duration.ofSeconds(1), request)))
        .isInstanceOf(TimeoutException.class);
    assertThat(log).containsExactly("request cancelled, true");
  }

  @Test
  void the_cancel_of_a_gather_goes_on_to_it() {
    cancelWho(foreign -> gather(foreign, new CompletableFuture<>()));
    assertThat(log)
        .containsExactly(
            "request cancelled, true", TaskCancelled.class, CancellationException.class);
  }

  @Test
  void a_shield_keeps_the_cancel_from_it() {
    cancelWho(foreign -> shield(foreign));
    assertThat(log).containsExactly(TaskCancelled.class, CancellationException.class);
    assertThat(request).isNotDone();
  }

  @Test
  void outside_of_every_loop_a_cancel_goes_on_to_it() {
    CompletableFuture<Object> hot = script("h").step(in -> request).rescue(this::note).hot();
    hot.cancel(false);
    assertThat(log).containsExactly("request cancelled, true", TaskCancelled.class);
    assertThat(hot).isCancelled();
  }

  @Test
  void a_failing_cancel_is_reported_and_the_task_is_cancelled_all_the_same() {
    IllegalStateException fault = new IllegalStateException("cancelling fails");
    List<Throwable> reported = new ArrayList<>();
    cancelWho(
        foreign -> {
          EventLoop.current().setExceptionHandler((message, failure) -> reported.add(failure));
          return new CompletableFuture<Object>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
              throw fault;
            }
          };
        });
    assertThat(log).containsExactly(TaskCancelled.class, CancellationException.class);
    assertThat(reported).containsExactly(fault);
  }
}
