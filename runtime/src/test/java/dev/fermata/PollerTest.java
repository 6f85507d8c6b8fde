package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop does with its poller. */
class PollerTest {
  private final EventLoop loop = new EventLoop();
  private final List<Object> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  /** Its events are strings, and go to those who wait, first in, first out. */
  private static final class Events implements Poller {
    final BlockingQueue<String> events = new ArrayBlockingQueue<>(100);
    final WaitQueue waiting = new WaitQueue();
    final List<Long> polls = new ArrayList<>();
    final List<String> unsent = new ArrayList<>();
    boolean closed;
    @Nullable RuntimeException failure;

    static Events ofCurrentLoop() {
      return EventLoop.current().poller(Events.class, Events::new);
    }

    @Override
    public void poll(long nanos) {
      polls.add(nanos);
      if (failure != null) {
        RuntimeException thrown = failure;
        failure = null;
        throw thrown;
      }
      try {
        String event = nanos > 0 ? events.poll(nanos, TimeUnit.NANOSECONDS) : events.poll();
        if (event != null && !event.isEmpty()) {
          ((Event) waiting.first()).resume(event);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Sends what there is, which is answered at once. */
    @Override
    public void turnEnded() {
      if (!unsent.isEmpty()) {
        events.add(unsent.toString());
        unsent.clear();
      }
    }

    @Override
    public void wakeUp() {
      events.add("");
    }

    @Override
    public boolean isAwaited() {
      return !waiting.isEmpty();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Another kind of poller. */
  private interface Other extends Poller {}

  private static final class Event extends Suspension<Object> {
    private final Events of;

    Event(Events of) {
      this.of = of;
    }

    @Override
    protected @Nullable Object begin() {
      return suspend();
    }

    @Override
    protected WaitQueue queue() {
      return of.waiting;
    }
  }

  private static Coroutine<Object> nextEvent() {
    return new Event(Events.ofCurrentLoop());
  }

  private static void after(Runnable action) {
    Thread thread = new Thread(action, "outside");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void an_event_resumes_the_task_that_waits_for_it() {
    Script main =
        script("main")
            .step(
                in -> {
                  Events events = Events.ofCurrentLoop();
                  after(() -> events.events.add("event"));
                  return nextEvent();
                });
    assertThat(loop.<Object>run(main.cold())).isEqualTo("event");
  }

  @Test
  void what_other_threads_send_ends_a_poll() {
    Task<Object> waiting =
        loop.spawn(script("waiting").step(in -> nextEvent()).step(in -> log.add(in)).cold());
    Script main =
        script("main")
            .step(in -> yieldNow())
            .step(
                in -> {
                  after(() -> loop.execute(() -> waiting.cancel(false)));
                  return waiting;
                })
            .rescue(e -> e.getClass());
    loop.run(main.cold());
    assertThat(waiting.isCancelled()).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void a_poll_ends_with_the_first_timer() {
    Script main =
        script("main")
            .step(in -> Events.ofCurrentLoop().polls.add(-1L))
            .step(in -> sleep(Duration.ofMillis(1)))
            .step(in -> log.addAll(Events.ofCurrentLoop().polls));
    loop.run(main.cold());
    assertThat(log).hasSizeGreaterThan(1).contains(-1L);
    assertThat(log.subList(1, log.size()))
        .allSatisfy(nanos -> assertThat((long) nanos).isBetween(0L, 1_000_000L));
  }

  @Test
  @Timeout(60) // it would wait for ever for its answer
  void a_turn_ends_when_all_has_run_that_was_ready_and_before_a_wait() {
    Script sender = script("sender").step(in -> Events.ofCurrentLoop().unsent.add("first"));
    Script main =
        script("main")
            .step(in -> spawn(sender.cold()) == null)
            .step(in -> yieldNow())
            .step(in -> Events.ofCurrentLoop().unsent.add("second"))
            .step(in -> nextEvent());
    assertThat(loop.<Object>run(main.cold())).isEqualTo("[first, second]");
  }

  @Test
  void without_a_timer_a_poll_has_no_end() {
    Script main =
        script("main")
            .step(
                in -> {
                  Events events = Events.ofCurrentLoop();
                  after(() -> events.events.add("event"));
                  return nextEvent();
                })
            .step(in -> Events.ofCurrentLoop().polls);
    assertThat(loop.<Object>run(main.cold())).asInstanceOf(LIST).containsOnly(Long.MAX_VALUE);
  }

  @Test
  void events_are_taken_while_others_are_ready() {
    Task<Object> waiting = loop.spawn(script("waiting").step(in -> nextEvent()).cold());
    Script main =
        script("main")
            .step(in -> yieldNow())
            .step(in -> Events.ofCurrentLoop().events.add("event"));
    for (int i = 0; i < 200; i++) {
      main.step(in -> yieldNow());
    }
    main.step(in -> Events.ofCurrentLoop().polls);
    assertThat(loop.<Object>run(main.cold()))
        .asInstanceOf(LIST)
        .containsOnly(0L)
        .hasSizeBetween(1, 4);
    assertThat(waiting.isDone()).isTrue();
  }

  @Test
  void nothing_is_polled_for_nobody_while_others_are_ready() {
    Script main = script("main").step(in -> Events.ofCurrentLoop() == null);
    for (int i = 0; i < 200; i++) {
      main.step(in -> yieldNow());
    }
    main.step(in -> Events.ofCurrentLoop().polls);
    assertThat(loop.<Object>run(main.cold())).asInstanceOf(LIST).isEmpty();
  }

  @Test
  void a_virtual_clock_stands_still_while_an_event_comes() {
    Script main =
        script("main")
            .step(
                in -> {
                  Events events = Events.ofCurrentLoop();
                  after(() -> events.events.add("event"));
                  return Fermata.withTimeout(Duration.ofHours(1), nextEvent());
                })
            .step(in -> log.add(in))
            .step(in -> EventLoop.current().nanoTime());
    assertThat(VirtualTime.<Object>run(main.cold())).isEqualTo(0L);
    assertThat(log).containsExactly("event");
  }

  @Test
  void a_virtual_clock_goes_on_where_no_event_comes() {
    Script main =
        script("main")
            .step(in -> Fermata.withTimeout(Duration.ofMillis(2), nextEvent()))
            .rescue(e -> e.getClass().getSimpleName());
    assertThat(VirtualTime.<Object>run(main.cold())).isEqualTo("TimeoutException");
  }

  @Test
  void a_loop_that_ends_closes_its_poller() {
    Events[] events = new Events[1];
    Script main = script("main").step(in -> events[0] = Events.ofCurrentLoop());
    loop.run(main.cold());
    assertThat(events[0].closed).isFalse();
    loop.close();
    assertThat(events[0].closed).isTrue();
  }

  @Test
  void a_failure_of_the_poller_is_reported() {
    loop.setExceptionHandler((message, exception) -> log.add(exception.getMessage()));
    Script main =
        script("main")
            .step(
                in -> {
                  Events.ofCurrentLoop().failure = new IllegalStateException("no event");
                  return sleep(Duration.ofMillis(1));
                });
    loop.run(main.cold());
    assertThat(log).containsExactly("no event");
  }

  @Test
  void an_interrupt_ends_a_poll_and_cancels_the_task() {
    Thread here = Thread.currentThread();
    Script main =
        script("main")
            .step(
                in -> {
                  Coroutine<Object> next = nextEvent();
                  after(here::interrupt);
                  return next;
                });
    assertThatThrownBy(() -> loop.run(main.cold())).isInstanceOf(InterruptedException.class);
  }

  @Test
  void a_loop_has_one_poller_and_its_thread_asks_for_it() {
    assertThatThrownBy(() -> loop.poller(Events.class, Events::new))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("thread");
    Script main =
        script("main")
            .step(in -> Events.ofCurrentLoop() == Events.ofCurrentLoop())
            .step(in -> log.add(in))
            .step(in -> loop.poller(Other.class, () -> null))
            .rescue(e -> e.getMessage());
    assertThat(loop.<Object>run(main.cold())).asString().contains("Events already");
    assertThat(log).containsExactly(true);
  }

  @Test
  void a_hosted_loop_refuses_one() {
    List<Runnable> jobs = new ArrayList<>();
    EventLoop hosted = EventLoop.hostedOn(jobs::add);
    Task<Object> asking = hosted.spawn(script("asking").step(in -> nextEvent()).cold());
    while (!asking.isDone()) {
      jobs.remove(0).run();
    }
    assertThatThrownBy(asking::join).hasMessageContaining("hosted");
    hosted.close();
  }
}
