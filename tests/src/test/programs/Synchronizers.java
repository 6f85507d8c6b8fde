import static dev.fermata.Fermata.*;

import dev.fermata.CancelScope;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskCancelled;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Barrier;
import dev.fermata.sync.BrokenBarrierException;
import dev.fermata.sync.Condition;
import dev.fermata.sync.Event;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** What is particular to locks, semaphores, events, conditions and barriers. */
public class Synchronizers {
  @Async
  static Coroutine<Void> turns(int n) {
    for (int i = 0; i < n; i++) {
      await(yieldNow());
    }
    return completed();
  }

  @Async
  static Coroutine<Void> holds(List<Object> log, Lock lock, String name, int turns) {
    try (var held = await(lock.acquire())) {
      log.add(name + " in");
      await(turns(turns));
      log.add(name + " out");
    }
    return completed();
  }

  /** A release hands over: neither a try nor an acquire gets before one who waits. */
  @Async
  public static Coroutine<List<Object>> nobody_gets_before_a_waiter() {
    List<Object> log = new ArrayList<>();
    Lock lock = new Lock();
    Lock.Held held = await(lock.acquire());
    Task<Void> waiter = spawn(holds(log, lock, "waiter", 1));
    await(turns(1));
    held.close();
    log.add("released, locked " + lock.isLocked());
    log.add("try " + (lock.tryAcquire() != null));
    await(holds(log, lock, "main", 0));
    await(waiter);
    log.add("try " + (lock.tryAcquire() != null));
    return completed(log);
  }

  /** A second close has no effect, also when somebody else has the lock. */
  @Async
  public static Coroutine<List<Object>> closes_twice() {
    List<Object> log = new ArrayList<>();
    Lock lock = new Lock();
    Lock.Held first = await(lock.acquire());
    first.close();
    first.close();
    Lock.Held second = await(lock.acquire());
    first.close();
    log.add("locked " + lock.isLocked());
    second.close();
    log.add("locked " + lock.isLocked());
    Semaphore semaphore = new Semaphore(1);
    Semaphore.Permit permit = await(semaphore.acquire());
    permit.close();
    permit.close();
    log.add("free " + semaphore.availablePermits());
    return completed(log);
  }

  @Async
  static Coroutine<String> failing(boolean suspends) {
    if (suspends) {
      await(yieldNow());
    }
    throw new IllegalStateException("failed");
  }

  @Async
  public static Coroutine<List<Object>> runs_bodies(boolean suspends) {
    List<Object> log = new ArrayList<>();
    Lock lock = new Lock();
    Semaphore semaphore = new Semaphore(1);
    if (suspends) {
      lock.tryAcquire();
      semaphore.tryAcquire();
      spawn(
          () -> {
            await(yieldNow());
            lock.release();
            semaphore.release();
            return null;
          });
    }
    log.add(
        await(
            lock.withLock(
                () -> {
                  await(yieldNow());
                  return "locked " + lock.isLocked();
                })));
    log.add(
        await(semaphore.withPermit(() -> "free " + semaphore.availablePermits())));
    try {
      await(lock.withLock(failing(suspends)));
    } catch (IllegalStateException e) {
      log.add(e.getMessage());
    }
    Task<Object> cancelled =
        spawn(
            lock.withLock(
                () -> {
                  await(sleep(Duration.ofHours(1)));
                  return "never";
                }));
    await(yieldNow());
    log.add("locked " + lock.isLocked());
    cancelled.cancel(false);
    await(turns(2));
    log.add("locked " + lock.isLocked() + ", free " + semaphore.availablePermits());
    return completed(log);
  }

  /** A deadline takes a waiter away, and no lock is lost. */
  @Async
  public static Coroutine<List<Object>> waits_with_a_deadline() {
    List<Object> log = new ArrayList<>();
    Lock lock = new Lock();
    Lock.Held held = await(lock.acquire());
    CancelScope scope = CancelScope.withDeadline(Duration.ofSeconds(1));
    log.add(await(scope.run(lock.acquire())) == null);
    log.add(scope.isCancelledCaught());
    held.close();
    log.add(lock.isLocked());
    return completed(log);
  }

  // Condition

  @Async
  static Coroutine<Void> awaits(List<Object> log, Condition condition, String name) {
    try (var held = await(condition.acquire())) {
      try {
        await(condition.await());
        log.add(name + " signalled");
      } catch (TaskCancelled e) {
        log.add(name + " cancelled, locked " + condition.lock().isLocked());
        await(yieldNow());
        log.add(name + " cleaned up");
        throw e;
      }
      await(yieldNow());
      log.add(name + " goes on");
    }
    return completed();
  }

  /** Who is cancelled gets the lock first; the holder is not disturbed; its cleanup may await. */
  @Async
  public static Coroutine<List<Object>> a_cancelled_wait_takes_the_lock_again() {
    List<Object> log = new ArrayList<>();
    Condition condition = new Condition();
    Task<Void> a = spawn(awaits(log, condition, "a"));
    Task<Void> b = spawn(awaits(log, condition, "b"));
    await(turns(3));
    try (var held = await(condition.acquire())) {
      a.cancel(false);
      a.cancel(false);
      await(turns(3));
      log.add("main out");
    }
    await(turns(3));
    b.cancel(false);
    await(turns(3));
    log.add("locked " + condition.lock().isLocked() + ", waiting " + condition.waiting());
    return completed(log);
  }

  /** A signal that came before the cancel is delivered; one of a cancelled task is for the next. */
  @Async
  public static Coroutine<List<Object>> signals_and_cancels() {
    List<Object> log = new ArrayList<>();
    Condition condition = new Condition();
    List<Task<Void>> tasks = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      tasks.add(spawn(awaits(log, condition, name)));
    }
    await(turns(4));
    try (var held = await(condition.acquire())) {
      tasks.get(0).cancel(false);
      condition.signal();
      tasks.get(1).cancel(false);
      log.add("main out");
    }
    await(turns(8));
    try (var held = await(condition.acquire())) {
      condition.signal();
    }
    await(turns(4));
    log.add("locked " + condition.lock().isLocked() + ", waiting " + condition.waiting());
    return completed(log);
  }

  /** A cancel that is taken back while the task waits for the lock. */
  @Async
  public static Coroutine<List<Object>> a_cancel_is_taken_back() {
    List<Object> log = new ArrayList<>();
    Condition condition = new Condition();
    Task<Void> a = spawn(awaits(log, condition, "a"));
    await(turns(2));
    try (var held = await(condition.acquire())) {
      a.cancel(false);
      a.uncancel();
      log.add("main out");
    }
    await(a);
    log.add("locked " + condition.lock().isLocked() + ", waiting " + condition.waiting());
    return completed(log);
  }

  @Async
  static Coroutine<Lock.Held> acquires(Lock lock) {
    return completed(await(lock.acquire()));
  }

  @Async
  static Coroutine<Lock.Held> delegates(Lock lock) {
    return lock.acquire();
  }

  /** A hold is a value like others, wherever it comes from. */
  @Async
  public static Coroutine<List<Object>> passes_holds_on() {
    List<Object> log = new ArrayList<>();
    Lock lock = new Lock();
    List<Coroutine<Lock.Held>> ways =
        List.of(
            acquires(lock),
            delegates(lock),
            async(() -> await(lock.acquire())),
            async(() -> lock.tryAcquire()),
            CancelScope.shielded().run(lock.acquire()));
    for (Coroutine<Lock.Held> way : ways) {
      try (var held = await(way)) {
        log.add(lock.isLocked());
      }
    }
    Task<Lock.Held> task = spawn(lock.acquire());
    await(task).close();
    log.add(lock.isLocked());
    return completed(log);
  }

  /** Two conditions of one lock. */
  @Async
  public static Coroutine<List<Object>> two_conditions() {
    List<Object> log = new ArrayList<>();
    Lock lock = new Lock();
    Condition first = new Condition(lock);
    Condition second = new Condition(lock);
    spawn(awaits(log, first, "first"));
    spawn(awaits(log, second, "second"));
    await(turns(3));
    try (var held = await(lock.acquire())) {
      second.signalAll();
    }
    await(turns(3));
    try (var held = await(lock.acquire())) {
      first.signal(5);
    }
    await(turns(3));
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_predicate_fails() {
    List<Object> log = new ArrayList<>();
    Condition condition = new Condition();
    try (var held = await(condition.acquire())) {
      await(
          condition.awaitUntil(
              () -> {
                throw new IllegalArgumentException("asked");
              }));
    } catch (IllegalArgumentException e) {
      log.add(e.getMessage());
    }
    log.add(condition.lock().isLocked());
    return completed(log);
  }

  // Barrier

  @Async
  static Coroutine<Void> comes(List<Object> log, Barrier barrier, String name) {
    try {
      log.add(name + " is " + await(barrier.await()));
    } catch (BrokenBarrierException e) {
      log.add(name + ": " + e.getMessage());
    }
    return completed();
  }

  /** Who is cancelled leaves its group, and the places stay distinct. */
  @Async
  public static Coroutine<List<Object>> a_barrier_loses_one() {
    List<Object> log = new ArrayList<>();
    Barrier barrier = new Barrier(3);
    Task<Void> a = spawn(comes(log, barrier, "a"));
    spawn(comes(log, barrier, "b"));
    await(turns(1));
    a.cancel(false);
    log.add("waiting " + barrier.waiting());
    spawn(comes(log, barrier, "c"));
    await(turns(1));
    log.add("waiting " + barrier.waiting());
    spawn(comes(log, barrier, "d"));
    spawn(comes(log, barrier, "e"));
    await(turns(2));
    log.add("waiting " + barrier.waiting());
    barrier.reset();
    await(turns(1));
    barrier.abort();
    await(comes(log, barrier, "f"));
    barrier.reset();
    spawn(comes(log, barrier, "g"));
    spawn(comes(log, barrier, "h"));
    await(turns(1));
    await(comes(log, barrier, "i"));
    await(turns(1));
    log.add(barrier.toString());
    return completed(log);
  }

  // Event

  @Async
  public static Coroutine<List<Object>> an_event_is_cleared_before_their_turn() {
    List<Object> log = new ArrayList<>();
    Event event = new Event();
    Task<Void> task =
        spawn(
            () -> {
              await(event.await());
              log.add("woken, set " + event.isSet());
              return null;
            });
    await(yieldNow());
    event.set();
    event.clear();
    await(task);
    event.set();
    await(event.await());
    log.add(event);
    return completed(log.stream().<Object>map(String::valueOf).toList());
  }

  /** A coroutine of a lock is single use, as every other. */
  @Async
  public static Coroutine<String> an_acquire_is_awaited_twice() {
    Lock lock = new Lock();
    Coroutine<Lock.Held> acquire = lock.acquire();
    await(acquire).close();
    try {
      await(acquire);
    } catch (IllegalStateException e) {
      return completed(e.getMessage());
    }
    return completed("nothing");
  }
}
