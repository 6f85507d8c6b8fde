package dev.fermata.testing;

import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  @Test
  void a_whole_program_takes_virtual_time() throws Exception {
    Duration elapsed =
        VirtualTime.run(
            () -> {
              run(sleep(Duration.ofDays(100)));
              run(sleep(Duration.ofHours(1)));
            });
    assertThat(elapsed).isEqualTo(Duration.ofDays(100).plusHours(1));
  }

  @Test
  void a_sleep_without_an_end_is_cut_to_what_can_be_counted() throws Exception {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(VirtualTime.run(() -> run(sleep(longest))))
        .isGreaterThan(Duration.ofDays(365 * 100));
  }

  @Test
  void a_sleep_of_zero_or_less_takes_no_time() throws Exception {
    assertThat(
            VirtualTime.run(
                () -> {
                  run(sleep(Duration.ZERO));
                  run(sleep(Duration.ofSeconds(Long.MIN_VALUE)));
                }))
        .isZero();
  }

  @Test
  void the_loops_clock_is_the_virtual_one() {
    long elapsed =
        VirtualTime.run(
            script("main")
                .step(in -> sleep(Duration.ofSeconds(5)))
                .step(in -> EventLoop.current().nanoTime())
                .<Long>cold());
    assertThat(elapsed).isEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void a_loop_without_timers_waits_for_other_threads_in_real_time() {
    CompletableFuture<String> future = new CompletableFuture<>();
    Thread thread = Thread.currentThread();
    CompletableFuture.runAsync(
        () -> {
          // The loop is idle, and has nothing to jump to.
          while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          future.complete("other thread");
        });
    try (VirtualTime time = VirtualTime.install()) {
      assertThat(run(script("main").step(in -> future).<String>cold())).isEqualTo("other thread");
      assertThat(time.elapsed()).isZero();
    }
  }

  @Test
  void it_ends_with_an_exception_too_and_belongs_to_one_thread() {
    IOException exception = new IOException();
    assertThatThrownBy(
            () ->
                VirtualTime.run(
                    () -> {
                      throw exception;
                    }))
        .isSameAs(exception);
    try (VirtualTime time = VirtualTime.install()) {
      long other =
          CompletableFuture.supplyAsync(
                  () ->
                      Fermata.run(
                          script("m").step(in -> EventLoop.current().nanoTime()).<Long>cold()))
              .join();
      assertThat(other).isNotZero();
      assertThat(time.elapsed()).isZero();
      assertThatThrownBy(() -> CompletableFuture.runAsync(time::close).join())
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }
}
