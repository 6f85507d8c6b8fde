package dev.fermata;

import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.race;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.waitUntil;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A random program on virtual time, the same for the same seed: it spawns, cancels, fails, times
 * out and nests in every way that there is, and counts what begins and ends.
 */
final class Soak {
  /** The books at the end. */
  static final class Books {
    long spawned;
    long succeeded;
    long failed;
    long cancelled;
    long bodiesBegun;
    long bodiesEnded;

    /** What must not happen. */
    final List<String> faults = new ArrayList<>();

    @Override
    public String toString() {
      return spawned
          + " spawned, "
          + succeeded
          + " succeeded, "
          + failed
          + " failed, "
          + cancelled
          + " cancelled; bodies: "
          + bodiesBegun
          + " begun, "
          + bodiesEnded
          + " ended; "
          + faults;
    }
  }

  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure() {
      super("on purpose");
    }
  }

  private static final int DEEPEST = 3;

  private final Random random;
  private final Books books = new Books();
  private final List<Task<?>> live = new ArrayList<>();
  private final List<CompletableFuture<Object>> open = new ArrayList<>();

  private Soak(long seed) {
    random = new Random(seed);
  }

  static Books run(long seed, int steps) {
    Soak soak = new Soak(seed);
    VirtualTime.run(soak.main(steps));
    return soak.books;
  }

  private Coroutine<Object> main(int steps) {
    EventLoop[] loop = new EventLoop[1];
    int[] left = {steps};
    Script main = script("main");
    main.step(
        in -> {
          loop[0] = EventLoop.current();
          loop[0].setExceptionHandler(this::reported);
          return null;
        });
    return main.step(in -> steps(left).cold())
        .step(in -> drain().cold())
        .step(in -> close(loop[0]))
        .cold();
  }

  /** Some steps; a chain of such coroutines would be deep, and each is awaited in a loop. */
  private Script steps(int[] left) {
    Script hundred = script("steps");
    for (int i = 0; i < 100; i++) {
      hundred.step(in -> left[0]-- > 0 ? act() : null);
    }
    return hundred.step(in -> left[0] > 0 ? Script.tail(steps(left).cold()) : null);
  }

  private Object act() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> start(body(0));
      case 3 -> {
        if (!live.isEmpty()) {
          live.get(random.nextInt(live.size())).cancel(false);
        }
      }
      case 4 -> settle();
      default -> {
        return random.nextBoolean() ? yieldNow() : sleep(millis(5));
      }
    }
    return "nothing to wait for";
  }

  /** Ends one of the foreign futures. */
  private void settle() {
    if (!open.isEmpty()) {
      int place = random.nextInt(open.size());
      CompletableFuture<Object> future = open.get(place);
      open.set(place, open.get(open.size() - 1));
      open.remove(open.size() - 1);
      switch (random.nextInt(4)) {
        case 0 -> future.completeExceptionally(new Failure());
        case 1 -> future.cancel(false);
        default -> future.complete("foreign");
      }
    }
  }

  private Script drain() {
    return script("drain")
        .step(
            in -> {
              while (!open.isEmpty()) {
                settle();
              }
              return sleep(Duration.ofSeconds(1));
            })
        .step(in -> live.isEmpty() && open.isEmpty() ? null : Script.tail(drain().cold()));
  }

  private Object close(EventLoop loop) {
    if (loop.live().count() != 1) {
      books.faults.add((loop.live().count() - 1) + " tasks are left");
    }
    if (!loop.core.timers.isEmpty()) {
      books.faults.add(loop.core.timers.size() + " timers are left");
    }
    if (!loop.core.ready.isEmpty()) {
      books.faults.add(loop.core.ready.size() + " are ready");
    }
    return "closed";
  }

  private Task<Object> start(Coroutine<Object> coroutine) {
    Task<Object> task = spawn(coroutine);
    books.spawned++;
    live.add(task);
    task.whenComplete((value, exception) -> ended(task, exception));
    return task;
  }

  private void ended(Task<Object> task, @Nullable Throwable exception) {
    if (!live.remove(task)) {
      books.faults.add("ended twice: " + task);
    }
    if (exception == null) {
      books.succeeded++;
    } else if (task.isCancelled()) {
      books.cancelled++;
    } else {
      books.failed++;
      check(exception);
    }
  }

  private void reported(String message, Throwable exception) {
    check(exception);
  }

  private void check(Throwable thrown) {
    Throwable exception = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (!(exception instanceof Failure
        || exception instanceof TimeoutException
        || exception instanceof CancellationException
        || exception instanceof TaskCancelled)) {
      books.faults.add(exception.toString());
    }
  }

  private Duration millis(int most) {
    return Duration.ofMillis(random.nextInt(most + 1));
  }

  // ---- bodies ----------------------------------------------------------------------------------

  private Coroutine<Object> body(int depth) {
    return bodyScript(depth).cold();
  }

  private Script bodyScript(int depth) {
    Throwable[] failure = new Throwable[1];
    Script body = script("body");
    body.step(
        in -> {
          books.bodiesBegun++;
          return null;
        });
    for (int i = random.nextInt(4); i > 0; i--) {
      body.step(in -> awaitable(depth));
    }
    body.rescue(
        e -> {
          check(e);
          failure[0] = e;
          return random.nextInt(3) == 0 ? sleep(millis(20)) : null;
        });
    body.rescue(
        e -> {
          failure[0] = e;
          return null;
        });
    return body.step(
        in -> {
          books.bodiesEnded++;
          if (failure[0] != null && random.nextInt(4) > 0) {
            throw failure[0];
          }
          return "value";
        });
  }

  private Object awaitable(int depth) throws Failure {
    int deeper = depth + 1;
    switch (random.nextInt(depth < DEEPEST ? 16 : 5)) {
      case 0, 1:
        return sleep(millis(50));
      case 2:
        return yieldNow();
      case 3:
        CompletableFuture<Object> future = new CompletableFuture<>();
        open.add(future);
        return future;
      case 4:
        if (random.nextInt(3) == 0) {
          throw new Failure();
        }
        return "value";
      case 5:
        return body(deeper);
      case 6, 7:
        return start(body(deeper));
      case 8:
        return withTimeout(millis(40), body(deeper));
      case 9:
        return CancelScope.withDeadline(millis(40)).run(body(deeper));
      case 10:
        return gather(List.of(body(deeper), body(deeper)));
      case 11:
        return race(List.of(body(deeper), body(deeper)));
      case 12:
        return shield(body(deeper));
      case 13:
        return hot(deeper);
      case 14:
        return waitUntil(
            ReturnWhen.FIRST_COMPLETED, List.of(start(body(deeper)), start(body(deeper))));
      default:
        return group(deeper);
    }
  }

  /** A hot method; now and then somebody else completes its future, and overtakes the body. */
  private Object hot(int depth) {
    CompletableFuture<Object> hot = bodyScript(depth).hot();
    if (random.nextInt(3) == 0) {
      open.add(hot);
    }
    return hot;
  }

  private Object group(int depth) {
    TaskGroup group = TaskGroup.open();
    for (int i = random.nextInt(3); i >= 0; i--) {
      group.spawn(body(depth));
    }
    return group.closeAsync();
  }
}
