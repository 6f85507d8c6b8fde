package dev.fermata;

import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.spawnEager;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.woven.Script;
import dev.fermata.woven.Woven;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A task that yields goes on at once only if nobody else is ready. */
class YieldTest extends OnVirtualTime {
  /** Yields twice after something was done, and notes when. */
  private void yieldingAfter(Runnable action) {
    Script main =
        script("main")
            .step(in -> yieldNow())
            .step(
                in -> {
                  action.run();
                  return yieldNow();
                })
            .step(in -> log.add("once"))
            .step(in -> yieldNow())
            .step(in -> log.add("twice"));
    loop.run(main.cold());
  }

  private Script yielding(String name) {
    return script(name)
        .step(in -> log.add(name + " begins"))
        .step(in -> yieldNow())
        .step(in -> log.add(name + " ends"));
  }

  @Test
  void a_task_that_is_ready_runs_first() {
    yieldingAfter(() -> spawn(script("other").step(in -> log.add("other")).cold()));
    assertThat(log).containsExactly("other", "once", "twice");
  }

  @Test
  void a_timer_that_is_due_runs_before_the_next_yield_is_over() {
    yieldingAfter(() -> loop.schedule(() -> log.add("timer"), 0, TimeUnit.NANOSECONDS));
    assertThat(log).containsExactly("once", "timer", "twice");
  }

  @Test
  void what_another_thread_has_sent_runs_before_the_next_yield_is_over() {
    yieldingAfter(
        () -> {
          Thread sender = new Thread(() -> loop.execute(() -> log.add("sent")));
          sender.start();
          join(sender);
        });
    assertThat(log).containsExactly("once", "sent", "twice");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_cancel_is_delivered_at_a_yield_of_a_task_that_is_alone() {
    Script main =
        script("main")
            .step(in -> yieldNow())
            .step(
                in -> {
                  Task.current().cancel("enough");
                  return yieldNow();
                })
            .step(in -> log.add("goes on"))
            .rescue(exception -> log.add(exception.getClass()));
    loop.run(main.cold());
    assertThat(log).containsExactly(TaskCancelled.class);
  }

  @Test
  void a_hot_method_that_yields_gives_its_caller_the_future() {
    yieldingAfter(
        () -> {
          yielding("hot").hot();
          log.add("called");
        });
    assertThat(log).containsExactly("hot begins", "called", "hot ends", "once", "twice");
  }

  @Test
  void a_hot_method_that_was_resumed_on_its_callers_stack_yields_to_the_caller() {
    yieldingAfter(
        () -> {
          script("hot")
              .step(
                  in -> {
                    Task.current().cancel(false);
                    return yieldNow();
                  })
              .rescue(
                  cancelled -> {
                    log.add("cleans up");
                    return yieldNow();
                  })
              .step(in -> log.add("hot ends"))
              .hot();
          log.add("called");
        });
    assertThat(log).containsExactly("cleans up", "called", "hot ends", "once", "twice");
  }

  @Test
  void an_eager_task_that_yields_lets_its_starter_go_on() {
    yieldingAfter(
        () -> {
          spawnEager(yielding("eager").cold());
          log.add("started");
        });
    assertThat(log).containsExactly("eager begins", "started", "eager ends", "once", "twice");
  }

  @Test
  void a_hot_method_that_a_callback_calls_yields_to_the_callback() {
    yieldingAfter(
        () ->
            loop.execute(
                () -> {
                  yielding("hot").hot();
                  log.add("callback ends");
                }));
    assertThat(log).containsExactly("hot begins", "callback ends", "once", "hot ends", "twice");
  }

  @Test
  void a_task_that_yields_for_ever_is_cancelled_when_another_thread_closes_the_loop() {
    Task<?> task = loop.spawn(Woven.yields(Integer.MAX_VALUE));
    Thread closer = new Thread(loop::shutdownNow);
    loop.execute(closer::start);
    loop.run();
    join(closer);
    assertThat(task).isCancelled();
  }
}
