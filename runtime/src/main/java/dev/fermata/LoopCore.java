package dev.fermata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a loop and its turns.
 *
 * <p>All but {@link #send}, {@link #isCurrent} and {@link #report} belongs to the thread that runs
 * the loop.
 */
final class LoopCore {
  /** To take events has the price of a system call: it is shared by so many tasks or callbacks. */
  private static final int RUN_PER_POLL = 64;

  final LoopClock clock = Carrier.get().clock;
  final ReadyQueue ready = new ReadyQueue();
  final Timers timers = new Timers();
  final LiveTasks live;
  final UnretrievedFailures unretrieved;
  final LastTasks lastTasks = new LastTasks(this);
  final LiveGenerators generators;
  private final Inbox inbox = new Inbox();

  /** Who runs the loop now; changed by the lifecycle only. */
  volatile @Nullable Thread thread;

  /** Whose jobs the turns are; null for a loop that some thread runs. Set once, at the start. */
  @Nullable Host host;

  /** Where the thread waits; null if it just parks. Set once, by the loop's thread. */
  volatile @Nullable Poller poller;

  /**
   * As {@link #poller}, of a hosted loop, whose thread does not wait; it brings its events itself.
   */
  @Nullable Poller hostedPoller;

  /**
   * So many things are run, at most a turn's more, until events are taken in between. Before that a
   * task that yields may go on within its turn; 0 where each yield is to end it.
   */
  private int untilPoll = RUN_PER_POLL;

  volatile EventLoop.ExceptionHandler exceptionHandler = Reports::log;

  private volatile boolean parked;

  /** Whether the thread was interrupted while it waited. */
  private boolean interrupted;

  /** What other threads do for tasks of this loop; meanwhile a virtual clock does not jump. */
  private int workElsewhere;

  LoopCore(EventLoop loop) {
    live = new LiveTasks(loop);
    unretrieved = new UnretrievedFailures(loop);
    generators = new LiveGenerators(loop);
  }

  /** Whether nothing is left that could ever run. */
  boolean isEmpty() {
    return ready.isEmpty() && timers.isEmpty() && live.count() == 0 && inbox.isEmpty();
  }

  void takeIn() {
    inbox.drain();
  }

  /** Whether the calling thread is the one that runs this loop now. */
  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent() {
    return thread == Thread.currentThread();
  }

  /** Takes in what has come, and runs what is ready; waits if nothing is. */
  void turn(Carrier carrier) {
    if (!runReady(carrier)) {
      idle();
    }
  }

  /**
   * Takes in what has come, and runs what is ready.
   *
   * @return false if nothing was and nothing has come; what has come may be the end
   */
  boolean runReady(Carrier carrier) {
    carrier.active.clear();
    boolean mail = hasMail();
    if (mail) {
      inbox.drain();
    }
    if (poller != null) {
      takeEvents();
    } else {
      untilPoll = host == null ? RUN_PER_POLL : 0;
    }
    if (!timers.isEmpty()) {
      fireTimers();
    }
    if (ready.isEmpty()) {
      return mail;
    }
    for (int left = ready.size(); left > 0 && !ready.isEmpty(); left--) {
      Object next = ready.take();
      try {
        if (next instanceof Task<?> task) {
          task.step(carrier);
          if (!task.hasEnded()) {
            continue;
          }
        } else {
          ((Runnable) next).run();
        }
      } catch (Throwable exception) {
        report("a callback of the event loop failed: " + next, exception);
      }
      ready.forgetTaken();
    }
    ready.release();
    endTurn();
    return true;
  }

  private void endTurn() {
    Poller its = anyPoller();
    if (its != null) {
      try {
        its.turnEnded();
      } catch (Throwable exception) {
        report("the poller of the event loop failed", exception);
      }
    }
  }

  /**
   * Whether the task whose turn it is and that yields has nobody to yield to, so that it goes on at
   * once. A foreign executor gets its thread back at each yield.
   */
  boolean isNobodyElseReady(Carrier carrier) {
    if (!ready.isEmpty()
        || untilPoll <= 0
        || !timers.isEmpty()
        || hasMail()
        || carrier.active.isNested()) {
      return false;
    }
    untilPoll--;
    return true;
  }

  private void takeEvents() {
    untilPoll -= ready.size();
    if (untilPoll <= 0 && !ready.isEmpty() && isEventAwaited()) {
      poll(0);
    }
  }

  private void poll(long nanos) {
    untilPoll = RUN_PER_POLL;
    try {
      Objects.requireNonNull(poller).poll(nanos);
    } catch (Throwable exception) {
      report("the poller of the event loop failed", exception);
    }
  }

  void closePoller() {
    Poller its = anyPoller();
    if (its != null) {
      try {
        its.close();
      } catch (Throwable exception) {
        report("the poller of the event loop failed", exception);
      }
    }
  }

  private boolean isEventAwaited() {
    Poller its = anyPoller();
    return its != null && its.isAwaited();
  }

  private @Nullable Poller anyPoller() {
    return host == null ? poller : hostedPoller;
  }

  private void fireTimers() {
    long now = clock.nanoTime();
    while (!timers.isEmpty() && timers.firstDeadline() - now <= 0) {
      Object first = timers.takeFirst();
      if (first instanceof Task<?> task) {
        task.timeIsUp();
      }
      ready.add(first);
    }
  }

  private void idle() {
    ready.forget();
    unretrieved.reportCollected();
    if (generators.closeCollected() || hasWork()) {
      return;
    }
    // A sender looks at this flag after it has filled the inbox: no wake-up is lost.
    parked = true;
    try {
      if (inbox.isEmpty()) {
        sleep();
      }
    } finally {
      parked = false;
    }
    if (Thread.interrupted()) {
      interrupted = true;
    }
  }

  private void sleep() {
    // What a report has written, which is no part of a turn.
    endTurn();
    if (!ready.isEmpty()) {
      return;
    }
    if (timers.isEmpty()) {
      sleep(Long.MAX_VALUE);
    } else if (clock.isReal()) {
      sleep(Math.max(timers.firstDeadline() - clock.nanoTime(), 0));
    } else {
      sleepAsTheRealClock();
    }
  }

  private void sleep(long nanos) {
    if (poller != null) {
      poll(nanos);
    } else if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }

  /** While others work for this loop, a timer of a virtual clock takes as long as a real one. */
  private void sleepAsTheRealClock() {
    long deadline = timers.firstDeadline();
    long nanos = Math.max(deadline - clock.nanoTime(), 0);
    long began = System.nanoTime();
    sleep(nanos);
    if (ready.isEmpty() && inbox.isEmpty() && System.nanoTime() - began >= nanos) {
      var unused = clock.jumpTo(deadline);
    }
  }

  /** Whether a turn would find something to do now; a virtual clock jumps to see to that. */
  boolean hasWork() {
    return !ready.isEmpty()
        || hasMail()
        || (!timers.isEmpty()
            && workElsewhere == 0
            && !isEventAwaited()
            && clock.jumpTo(timers.firstDeadline()));
  }

  /** Another thread works for a task of this loop, until {@link #workHasEnded}. */
  void workHasBegun() {
    workElsewhere++;
  }

  void workHasEnded() {
    workElsewhere--;
  }

  /** Whether other threads have sent something; any thread. */
  boolean hasMail() {
    return !inbox.isEmpty();
  }

  /** Whether the thread was interrupted since the last call. */
  boolean takeInterrupt() {
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  /**
   * Cancels all tasks, and runs the loop until they have cleaned up; and closes the generators that
   * are left open then.
   */
  void cancelRemaining(Carrier carrier) {
    boolean wasInterrupted = takeInterrupt();
    inbox.drain();
    while (!lastTasks.advance()) {
      turn(carrier);
      if (takeInterrupt()) {
        wasInterrupted = true;
        lastTasks.interrupt();
      }
    }
    interrupted = wasInterrupted;
    if (!ready.isEmpty() || !inbox.isEmpty()) {
      turn(carrier);
    }
  }

  /** A callback of the runtime's own, for which tasks wait. */
  record OwnCallback(Runnable body) implements Runnable {
    @Override
    public void run() {
      body.run();
    }
  }

  /** Takes out the callbacks of users that have not begun. */
  List<Runnable> takeCallbacks() {
    List<Runnable> callbacks = new ArrayList<>();
    List<Object> own = new ArrayList<>();
    while (!ready.isEmpty()) {
      Object next = ready.take();
      if (next instanceof Task<?>
          || next instanceof CancelScope.Deadline
          || next instanceof OwnCallback) {
        own.add(next);
      } else {
        callbacks.add((Runnable) next);
      }
    }
    ready.release();
    own.forEach(ready::add);
    List<Runnable> delayed = new ArrayList<>();
    timers.forEach(
        entry -> {
          if (entry instanceof ScheduledCallback<?> callback) {
            delayed.add(callback);
          }
        });
    delayed.forEach(timers::remove);
    callbacks.addAll(delayed);
    return callbacks;
  }

  void cancelPeriodic() {
    List<ScheduledCallback<?>> periodic = new ArrayList<>();
    timers.forEach(
        entry -> {
          if (entry instanceof ScheduledCallback<?> callback && callback.isPeriodic()) {
            periodic.add(callback);
          }
        });
    periodic.forEach(callback -> callback.cancel(false));
  }

  /** The tasks that have not ended. */
  List<Task<?>> tasks() {
    List<Task<?>> tasks = live.collect(ready, timers);
    if (ready.running() instanceof Task<?> task && !task.hasEnded() && !tasks.contains(task)) {
      tasks.add(task);
    }
    return tasks;
  }

  /** Sends something to the loop; any thread. It waits there if nobody runs the loop. */
  void send(Inbox.Node node) {
    if (inbox.push(node)) {
      if (parked) {
        wake();
      }
      Host itsHost = host;
      if (itsHost != null) {
        itsHost.wake();
      }
    }
  }

  private void wake() {
    Poller its = poller;
    if (its != null) {
      its.wakeUp();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** As {@link #send(Inbox.Node)}, of an action that runs no code of a user. */
  void send(Runnable delivery) {
    send(
        new Inbox.Node() {
          @Override
          void deliver() {
            delivery.run();
          }
        });
  }

  void report(String message, Throwable exception) {
    try {
      exceptionHandler.handle(message, exception);
    } catch (Throwable fault) {
      fault.addSuppressed(exception);
      Reports.log("the exception handler of an event loop failed; " + message, fault);
    }
  }
}
