package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What a loop that goes on must not hold on to. */
class LeakTest {
  private static final int MILLION = 1_000_000;

  /** How many objects of the runtime are reachable, by class; it collects all garbage first. */
  private static Map<String, Long> reachable() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    Map<String, Long> counts = new TreeMap<>();
    histogram
        .lines()
        .map(line -> line.trim().split("\\s+"))
        .filter(row -> row.length >= 4 && row[3].startsWith("dev.fermata."))
        .forEach(row -> counts.put(row[3], Long.parseLong(row[1])));
    return counts;
  }

  /** One task of each way to come and go. */
  private static void comeAndGo(int number) {
    Task<?> task;
    switch (number % 6) {
      case 0 -> task = spawn(sleep(Duration.ofMillis(number % 50)));
      case 1 -> {
        task = spawn(sleep(Duration.ofDays(1)));
        task.cancel(false);
      }
      case 2 -> {
        task = spawn(withTimeout(Duration.ofMillis(1), sleep(Duration.ofDays(1))));
        var unused = task.exceptionally(e -> null);
      }
      case 3 -> task = spawn(withTimeout(Duration.ofDays(1), yieldNow()));
      case 4 -> {
        CompletableFuture<Object> future = new CompletableFuture<>();
        task = spawn(script("awaits").step(in -> future).cold());
        EventLoop.current().execute(() -> future.complete("x"));
      }
      default -> {
        ScheduledFuture<?> timer = EventLoop.current().schedule(() -> {}, 1, TimeUnit.DAYS);
        timer.cancel(false);
        task = spawn(yieldNow());
      }
    }
    assertThat(task).isNotNull();
  }

  private static Script batches(int count, int each) {
    Script batches = script("batches");
    for (int batch = 0; batch < count; batch++) {
      batches.step(
          in -> {
            for (int i = 0; i < each; i++) {
              comeAndGo(i);
            }
            return sleep(Duration.ofSeconds(1));
          });
    }
    return batches;
  }

  @Test
  void after_a_million_tasks_no_more_objects_are_reachable_than_before() {
    List<Map<String, Long>> counts = new ArrayList<>();
    VirtualTime.run(
        script("main")
            .step(in -> batches(1, 60).cold())
            .step(in -> counts.add(reachable()))
            .step(in -> batches(100, MILLION / 100).cold())
            .step(in -> counts.add(reachable()))
            .cold());
    Map<String, Long> before = counts.get(0);
    assertThat(before).containsKeys(Task.class.getName(), EventLoop.class.getName());
    counts
        .get(1)
        .forEach(
            (type, count) ->
                assertThat(count - before.getOrDefault(type, 0L))
                    .as("objects of %s more than before", type)
                    .isLessThan(200));
  }

  @Test
  void a_million_cancelled_timers_leave_nothing_in_the_heap() {
    int[] most = new int[1];
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  EventLoop loop = EventLoop.current();
                  for (int i = 0; i < MILLION; i++) {
                    ScheduledFuture<?> timer = loop.schedule(() -> {}, i, TimeUnit.DAYS);
                    most[0] = Math.max(most[0], loop.core.timers.capacity());
                    timer.cancel(false);
                  }
                  return loop.core.timers.size();
                })
            .step(in -> most[0] += 1000 * (int) in)
            .cold());
    assertThat(most[0]).as("slots, and 1000 for each that is left").isLessThan(100);
  }

  @Test
  void a_held_task_does_not_hold_what_it_awaited_before() {
    CompletableFuture<Object> second = new CompletableFuture<>();
    List<WeakReference<Object>> gone = new ArrayList<>();
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  spawn(
                      script("held")
                          .step(
                              i -> {
                                Object value = new Object();
                                CompletableFuture<Object> first = new CompletableFuture<>();
                                gone.add(new WeakReference<>(value));
                                gone.add(new WeakReference<>(first));
                                EventLoop.current().execute(() -> first.complete(value));
                                return first;
                              })
                          .step(i -> second)
                          .cold());
                  return sleep(Duration.ofSeconds(1));
                })
            .step(
                in -> {
                  while (gone.stream().anyMatch(reference -> reference.get() != null)) {
                    System.gc();
                  }
                  return second.complete("x");
                })
            .cold());
    assertThat(gone).hasSize(2).allMatch(reference -> reference.get() == null);
  }
}
