package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawnEager;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A task that begins on the stack of who starts it has its task object only when that is needed.
 */
class EagerTest extends OnVirtualTime {
  @BeforeEach
  void note() {
    loop.setExceptionHandler((message, exception) -> log.add(exception.getMessage()));
  }

  private void inTask(Runnable action) {
    loop.run(
        script("main")
            .step(
                in -> {
                  action.run();
                  return null;
                })
            .cold());
  }

  /** Notes the current task, waits if it is to, and notes it again. */
  private Coroutine<Object> noting(boolean waits) {
    return script("noting")
        .step(
            in -> {
              log.add(Task.current());
              return waits ? yieldNow() : completed();
            })
        .step(in -> log.add(Task.current()))
        .cold();
  }

  @Test
  void the_body_sees_the_task_that_the_starter_gets() {
    inTask(
        () -> {
          Task<?> own = Task.current();
          Task<Object> atOnce = spawnEager(noting(false));
          assertThat(atOnce).isDone();
          assertThat(log).hasSize(2).allMatch(seen -> seen == atOnce);
          Task<Object> held = spawnEager(noting(true));
          assertThat(held).isNotDone();
          assertThat(log).hasSize(3).last().isSameAs(held);
          assertThat(held).isNotSameAs(atOnce);
          assertThat(Task.current()).isSameAs(own);
        });
  }

  @Test
  void a_body_that_is_held_goes_on_in_the_same_task() {
    loop.run(script("main").step(in -> spawnEager(noting(true))).cold());
    assertThat(log).hasSize(2).allMatch(seen -> seen == log.get(0));
  }

  @Test
  void an_eager_task_within_another_one_is_its_own() {
    inTask(
        () -> {
          Task<Object> outer =
              spawnEager(
                  script("outer")
                      .step(
                          in -> {
                            log.add(spawnEager(noting(false)));
                            return Task.current();
                          })
                      .cold());
          assertThat(log).hasSize(3).allMatch(seen -> seen == log.get(0));
          assertThat(log.get(0)).isNotSameAs(outer);
        });
  }

  @Test
  void a_hot_method_within_an_eager_task_is_its_own_and_may_be_completed() {
    inTask(
        () -> {
          Task<Object> eager =
              spawnEager(
                  script("eager")
                      .step(
                          in -> {
                            CompletableFuture<Object> hot =
                                script("hot")
                                    .step(
                                        none -> {
                                          log.add(Task.current());
                                          return new CompletableFuture<>();
                                        })
                                    .hot();
                            assertThat(log).last().isSameAs(hot);
                            assertThat(hot.complete("x")).isTrue();
                            log.add(Task.current());
                            return null;
                          })
                      .cold());
          assertThat(log).last().isSameAs(eager);
        });
  }

  @Test
  void nobody_completes_an_eager_task_from_outside() {
    inTask(
        () -> {
          Task<Object> seen = spawnEager(noting(true));
          Task<Object> unseen = spawnEager(script("unseen").step(in -> yieldNow()).cold());
          assertThat(List.of(seen, unseen))
              .allSatisfy(
                  task ->
                      assertThatThrownBy(() -> task.complete("x"))
                          .isInstanceOf(UnsupportedOperationException.class));
        });
  }

  @Test
  void a_body_that_cancels_itself_gets_that_at_its_next_wait() {
    inTask(
        () -> {
          Task<Object> task =
              spawnEager(
                  script("cancels")
                      .step(
                          in -> {
                            Task.current().cancel(false);
                            return sleep(Duration.ofSeconds(1));
                          })
                      .rescue(
                          exception -> {
                            log.add(exception.getClass());
                            throw exception;
                          })
                      .cold());
          assertThat(log).containsExactly(TaskCancelled.class);
          assertThat(task).isCancelled();
        });
  }

  @Test
  void a_failure_at_once_is_in_the_future_and_is_reported_if_nobody_sees_it() {
    inTask(
        () -> {
          Task<Object> retrieved = spawnEager(failing("retrieved"));
          assertThat(retrieved).isCompletedExceptionally();
          assertThatThrownBy(retrieved::join).hasMessageContaining("retrieved");
          Task<Object> unseen = spawnEager(failing("unseen"));
          assertThat(unseen).isCompletedExceptionally();
        });
    loop.close();
    assertThat(log).containsExactly("unseen");
  }

  private static Coroutine<Object> failing(String message) {
    return script("failing")
        .step(
            in -> {
              throw new IllegalArgumentException(message);
            })
        .cold();
  }

  @Test
  void only_a_task_that_is_held_is_counted_among_the_living() {
    inTask(
        () -> {
          spawnEager(noting(false));
          assertThat(Task.all()).containsExactly(Task.current());
          Task<Object> held = spawnEager(noting(true));
          assertThat(Task.all()).containsExactlyInAnyOrder(Task.current(), held);
        });
    loop.shutdown();
    loop.run();
    assertThat(log).hasSize(4);
    assertThat(loop.isTerminated()).isTrue();
  }
}
