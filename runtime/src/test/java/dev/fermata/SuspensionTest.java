package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.internal.RuntimeAccess;
import dev.fermata.internal.SharedSecrets;
import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SuspensionTest {
  private final List<Object> log = new ArrayList<>();
  private final WaitQueue queue = new WaitQueue();

  /** Waits in the test's queue. */
  private class Wait extends Suspension<Object> {
    boolean mayBeCancelled = true;
    boolean inAnyCase;

    @Override
    protected boolean beginsCancelled() {
      return inAnyCase;
    }

    @Override
    protected @Nullable Object begin() {
      return suspend();
    }

    @Override
    protected WaitQueue queue() {
      return queue;
    }

    @Override
    protected boolean onCancel() {
      log.add("onCancel");
      return mayBeCancelled;
    }
  }

  private Task<Object> waiting(Wait wait) {
    return spawnLogged(script("waiting").step(in -> wait).step(in -> log.add(in)));
  }

  /** A task whose end with an exception is in the log. */
  private Task<Object> spawnLogged(Script body) {
    return spawn(
        body.rescue(
                e -> {
                  log.add(e.getClass().getSimpleName());
                  throw e;
                })
            .cold());
  }

  @Test
  void resumed_tasks_go_on_in_the_order_in_which_they_were_resumed() {
    Wait first = new Wait();
    Wait second = new Wait();
    VirtualTime.run(
        script("main")
            .step(in -> waiting(first) == waiting(second))
            .step(in -> yieldNow())
            .step(
                in -> {
                  assertThat(queue.size()).isEqualTo(2);
                  assertThat(queue.first()).isSameAs(first);
                  assertThat(queue.next(first)).isSameAs(second);
                  assertThat(first.resume("one")).isTrue();
                  assertThat(first.resume("again")).isFalse();
                  assertThat(second.fail(new IllegalStateException())).isTrue();
                  assertThat(queue.isEmpty()).isTrue();
                  assertThat(log).isEmpty();
                  return yieldNow();
                })
            .cold());
    assertThat(log).containsExactly("one", "IllegalStateException");
  }

  @Test
  void a_cancelled_wait_leaves_the_queue_and_takes_no_value() {
    Wait wait = new Wait();
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> task = waiting(wait);
                  return script("canceller")
                      .step(x -> yieldNow())
                      .step(x -> task.cancel("enough"))
                      .step(x -> assertThat(queue.isEmpty()))
                      .step(x -> assertThat(wait.resume("late")).isFalse())
                      .step(x -> task)
                      .rescue(e -> log.add(e.getMessage()))
                      .cold();
                })
            .cold());
    assertThat(log).containsExactly("onCancel", "TaskCancelled", "enough");
  }

  @Test
  void a_value_that_was_given_before_the_cancel_is_not_lost() {
    Wait wait = new Wait();
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> task = waiting(wait);
                  return script("canceller")
                      .step(x -> yieldNow())
                      .step(x -> wait.resume("value"))
                      .step(x -> task.cancel(false))
                      .step(x -> yieldNow())
                      .cold();
                })
            .cold());
    assertThat(log).containsExactly("value");
  }

  @Test
  void a_wait_that_cannot_be_given_up_ends_first_and_the_cancel_comes_at_the_next_await() {
    Wait wait = new Wait();
    wait.mayBeCancelled = false;
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> victim =
                      spawn(
                          script("victim")
                              .step(x -> wait)
                              .step(x -> log.add(x))
                              .step(x -> sleep(Duration.ofSeconds(1)))
                              .cold());
                  return script("canceller")
                      .step(x -> yieldNow())
                      .step(x -> victim.cancel(false))
                      .step(x -> yieldNow())
                      .step(x -> assertThat(wait.resume("value")).isTrue())
                      .step(x -> victim)
                      .rescue(e -> log.add(e.getClass().getSimpleName()))
                      .cold();
                })
            .cold());
    assertThat(log).containsExactly("onCancel", "value", "TaskCancellation");
  }

  /** Cancels itself and begins the wait; whether that was held is in the log. */
  private Task<Object> beginsCancelled(Wait wait) {
    return spawnLogged(
        script("cancelled")
            .step(in -> Task.current().cancel(false))
            .step(in -> wait)
            .step(in -> log.add(in))
            .step(in -> yieldNow()));
  }

  @Test
  void a_cancel_before_keeps_a_wait_from_beginning() {
    Wait wait = new Wait();
    VirtualTime.run(
        script("main")
            .step(in -> beginsCancelled(wait) == null)
            .step(in -> yieldNow())
            .step(in -> assertThat(wait.isHeld()).isFalse())
            .cold());
    assertThat(log).containsExactly("TaskCancelled");
  }

  @Test
  void one_that_begins_in_any_case_hears_of_a_cancel_before_and_ends_first() {
    Wait wait = new Wait();
    wait.inAnyCase = true;
    wait.mayBeCancelled = false;
    VirtualTime.run(
        script("main")
            .step(in -> beginsCancelled(wait) == null)
            .step(in -> yieldNow())
            .step(in -> assertThat(log).containsExactly("onCancel"))
            .step(in -> wait.resume("value"))
            .step(in -> yieldNow())
            .cold());
    assertThat(log).containsExactly("onCancel", "value", "TaskCancelled");
  }

  @Test
  void one_that_begins_in_any_case_may_be_given_up_for_a_cancel_before() {
    Wait wait = new Wait();
    wait.inAnyCase = true;
    VirtualTime.run(
        script("main")
            .step(in -> beginsCancelled(wait) == null)
            .step(in -> yieldNow())
            .step(in -> yieldNow())
            .step(in -> assertThat(wait.isHeld()).isFalse())
            .cold());
    assertThat(log).containsExactly("onCancel", "TaskCancelled");
  }

  @Test
  void a_shield_keeps_a_cancel_before_from_one_that_begins_in_any_case() {
    Wait wait = new Wait();
    wait.inAnyCase = true;
    VirtualTime.run(
        script("main")
            .step(
                in ->
                    spawn(
                            script("cancelled")
                                .step(x -> Task.current().cancel(false))
                                .step(x -> CancelScope.shielded().run(wait))
                                .step(x -> log.add(x))
                                .step(x -> yieldNow())
                                .rescue(e -> log.add(e.getClass().getSimpleName()))
                                .cold())
                        == null)
            .step(in -> yieldNow())
            .step(in -> wait.resume("value"))
            .step(in -> yieldNow())
            .step(in -> yieldNow())
            .cold());
    assertThat(log).containsExactly("value", "TaskCancelled");
  }

  @Test
  void a_suspension_may_be_the_whole_body_of_a_task() {
    Wait wait = new Wait();
    Object result =
        VirtualTime.run(
            script("main")
                .step(
                    in -> {
                      Task<Object> task = spawn(wait);
                      return script("waker")
                          .step(x -> yieldNow())
                          .step(x -> wait.resume("value"))
                          .step(x -> task)
                          .cold();
                    })
                .cold());
    assertThat(result).isEqualTo("value");
  }

  @Test
  void tasks_that_wait_are_cancelled_and_cleaned_up_when_the_loop_ends() {
    VirtualTime.run(
        script("main").step(in -> waiting(new Wait()) == null).step(in -> yieldNow()).cold());
    assertThat(log).containsExactly("onCancel", "TaskCancelled");
  }

  @Test
  void another_loops_tasks_are_refused() {
    Wait wait = new Wait();
    try (EventLoop one = new EventLoop();
        EventLoop two = new EventLoop()) {
      one.run(script("main").step(in -> waiting(wait) == null).step(in -> yieldNow()).cold());
      assertThatThrownBy(() -> two.run(new Wait())).hasMessageContaining("another event loop");
    }
  }

  @Test
  void a_result_may_be_made_in_the_turn_of_the_task() {
    Wait wait =
        new Wait() {
          @Override
          protected @Nullable Object onResume(@Nullable Object given) {
            return given + " made after " + log;
          }
        };
    VirtualTime.run(
        script("main")
            .step(in -> waiting(wait) == null)
            .step(in -> yieldNow())
            .step(in -> wait.resume("value"))
            .step(in -> log.add("main"))
            .step(in -> yieldNow())
            .cold());
    assertThat(log).containsExactly("main", "value made after [main]");
  }

  @Test
  void what_the_making_of_a_result_throws_is_thrown_by_the_await() {
    Wait wait =
        new Wait() {
          @Override
          protected @Nullable Object onResume(@Nullable Object given) throws Throwable {
            throw new java.io.IOException("none");
          }
        };
    VirtualTime.run(
        script("main")
            .step(in -> waiting(wait) == null)
            .step(in -> yieldNow())
            .step(in -> wait.resume("value"))
            .step(in -> yieldNow())
            .cold());
    assertThat(log).containsExactly("IOException");
  }

  @Test
  void a_cancel_that_is_delivered_later_is_delivered_once() {
    Wait wait = new Wait();
    wait.mayBeCancelled = false;
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> victim =
                      spawn(
                          script("victim")
                              .step(x -> wait)
                              .rescue(e -> log.add(e.getClass().getSimpleName()))
                              .step(x -> yieldNow())
                              .step(x -> log.add("cleaned up"))
                              .cold());
                  return script("canceller")
                      .step(x -> yieldNow())
                      .step(x -> victim.cancel(false))
                      .step(x -> wait.failCancelled())
                      .step(x -> victim)
                      .cold();
                })
            .cold());
    assertThat(log).containsExactly("onCancel", "TaskCancelled", "cleaned up");
  }

  @Test
  void one_that_is_held_may_change_its_queue() {
    WaitQueue other = new WaitQueue();
    WaitQueue[] now = {queue};
    Wait wait =
        new Wait() {
          @Override
          protected WaitQueue queue() {
            return now[0];
          }
        };
    VirtualTime.run(
        script("main")
            .step(in -> waiting(wait) == null)
            .step(in -> yieldNow())
            .step(
                in -> {
                  assertThat(queue.remove(wait)).isTrue();
                  assertThat(queue.remove(wait)).isFalse();
                  now[0] = other;
                  other.add(wait);
                  assertThat(queue.isEmpty()).isTrue();
                  assertThat(other.first()).isSameAs(wait);
                  assertThat(Task.all()).hasSize(2);
                  return wait.resume("value");
                })
            .step(in -> assertThat(other.isEmpty()).isTrue())
            .step(in -> yieldNow())
            .cold());
    assertThat(log).containsExactly("value");
  }

  @Test
  void a_queue_may_be_used_by_one_loop_after_the_other() {
    EventLoop one = new EventLoop();
    EventLoop other = new EventLoop();
    for (EventLoop loop : List.of(one, other, one, other, one)) {
      loop.run(passesThrough(queue, 2));
    }
    one.close();
    other.close();
  }

  @Test
  void tasks_are_found_in_each_of_many_queues_of_which_most_are_empty() {
    List<WaitQueue> queues = new ArrayList<>();
    Script main = script("main");
    for (int i = 0; i < 100; i++) {
      WaitQueue next = new WaitQueue();
      queues.add(next);
      if (i % 10 == 0) {
        main.step(in -> waiting(in(next)) == null).step(in -> yieldNow());
      } else {
        main.step(in -> passesThrough(next, 2 + Math.floorDiv(queues.indexOf(next) + 9, 10)));
      }
    }
    main.step(in -> assertThat(Task.all()).hasSize(11).doesNotHaveDuplicates());
    main.step(
        in -> {
          queues.stream().filter(q -> !q.isEmpty()).forEach(q -> resume(q, "found"));
          return yieldNow();
        });
    VirtualTime.run(main.cold());
    assertThat(log).hasSize(10).containsOnly("found");
  }

  private Wait in(WaitQueue its) {
    return new Wait() {
      @Override
      protected WaitQueue queue() {
        return its;
      }
    };
  }

  @SuppressWarnings("unchecked") // only these are in the queues
  private static void resume(WaitQueue queue, Object value) {
    assertThat(((Suspension<Object>) queue.first()).resume(value)).isTrue();
  }

  /** A task waits in a queue, is found there, and leaves it. */
  private Coroutine<Object> passesThrough(WaitQueue through, int tasks) {
    return script("passing")
        .step(in -> waiting(in(through)) == null)
        .step(in -> yieldNow())
        .step(in -> assertThat(Task.all()).hasSize(tasks).doesNotHaveDuplicates())
        .step(
            in -> {
              assertThat(queueTask(through).loop()).isSameAs(EventLoop.current());
              resume(through, "passed");
              assertThat(through.isEmpty()).isTrue();
              return yieldNow();
            })
        .step(in -> log.remove("passed"))
        .cold();
  }

  private static Task<?> queueTask(WaitQueue queue) {
    return Objects.requireNonNull(queue.first().task());
  }

  @Test
  @Timeout(60) // the loop would wait for ever for what was taken out
  void what_another_thread_has_done_for_a_task_is_not_taken_out_of_a_loop_that_is_shut_down() {
    Wait wait = new Wait();
    wait.mayBeCancelled = false;
    RuntimeAccess runtime = SharedSecrets.runtime();
    List<Runnable> taken = new ArrayList<>();
    try (EventLoop loop = new EventLoop()) {
      Script main =
          script("main")
              .step(in -> waiting(wait) == null)
              .step(in -> yieldNow())
              .step(
                  in -> {
                    runtime.workHasBegun(loop);
                    runtime.workHasEnded(loop, () -> wait.resume("done"));
                    return yieldNow();
                  })
              .step(in -> taken.addAll(loop.shutdownNow()));
      loop.spawn(main.cold());
      loop.run();
    }
    assertThat(taken).isEmpty();
    assertThat(log).containsExactly("onCancel", "done");
  }
}
