package dev.fermata;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** Completion, cancel and wake-up of one task, from several threads. */
public final class TasksStress {
  private TasksStress() {}

  /** How a task has ended: its value, or a word. */
  private static Object endOf(CompletableFuture<?> task) {
    return !task.isDone() ? "pending" : task.isCancelled() ? "cancelled" : task.getNow(null);
  }

  /** A future, and a body that awaits it once. */
  abstract static class Awaiting {
    final CompletableFuture<Object> future = new CompletableFuture<>();
    final AwaitOnce body = new AwaitOnce(future);

    /** Tells how the body's task has ended, and how often the body went on. */
    final void tell(LI_Result r, CompletableFuture<?> task) {
      r.r1 = endOf(task);
      r.r2 = body.resumed.get();
    }
  }

  /** The same, in a task of a loop. */
  abstract static class AwaitingOnLoop extends Awaiting {
    final EventLoop loop = new EventLoop();
    final Task<Object> task = loop.spawn(body);

    /** Runs the loop until the task has ended. */
    final void runToTheEnd() {
      loop.run(new AwaitOnce(task.handle((value, exception) -> "done")));
    }
  }

  /** A task of a loop is held for a future, which is completed while others cancel the task. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 1", expect = ACCEPTABLE)
  @State
  public static class OnLoopCompletionAndCancel extends AwaitingOnLoop {
    public OnLoopCompletionAndCancel() {
      loop.run(Fermata.yieldNow());
    }

    @Actor
    public void complete() {
      future.complete("value");
    }

    @Actor
    public void cancel() {
      task.cancel(false);
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      runToTheEnd();
      tell(r, task);
    }
  }

  /** As above, while a third thread runs the loop; a lost wake-up would hang. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 0", expect = ACCEPTABLE, desc = "cancelled before it began")
  @State
  public static class RunningLoopCompletionAndCancel extends AwaitingOnLoop {
    @Actor
    public void run() {
      runToTheEnd();
    }

    @Actor
    public void complete() {
      future.complete("value");
    }

    @Actor
    public void cancel() {
      task.cancel(false);
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      tell(r, task);
    }
  }

  /** A task ends while another thread cancels it. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 0", expect = ACCEPTABLE)
  @State
  public static class FinishAndCancel {
    private final AwaitOnce body = new AwaitOnce(CompletableFuture.completedFuture("value"));
    private final EventLoop loop = new EventLoop();
    private final Task<Object> task = loop.spawn(body);

    @Actor
    public void run() {
      loop.run(Fermata.yieldNow());
    }

    @Actor
    public void cancel() {
      task.cancel(false);
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      loop.run(Fermata.yieldNow());
      r.r1 = endOf(task);
      r.r2 = body.resumed.get();
    }
  }

  /** Outside of every loop whoever claims the subscription goes on with the body. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 1", expect = ACCEPTABLE)
  @State
  public static class OffLoopCompletionAndCancel extends Awaiting {
    private final CompletableFuture<?> task = body.hot();

    @Actor
    public void complete() {
      future.complete("value");
    }

    @Actor
    public void cancel() {
      task.cancel(false);
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      tell(r, task);
    }
  }

  /** A future is completed while a body subscribes to it. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @State
  public static class OffLoopSubscribeAndCompletion extends Awaiting {
    private CompletableFuture<?> task;

    @Actor
    public void subscribe() {
      task = body.hot();
    }

    @Actor
    public void complete() {
      future.complete("value");
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      tell(r, task);
    }
  }

  /** Somebody completes the future of a hot method while its body ends. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "overtaken, 1", expect = ACCEPTABLE)
  @State
  public static class Overtaking extends Awaiting {
    @SuppressWarnings("unchecked")
    private final CompletableFuture<Object> task = (CompletableFuture<Object>) body.hot();

    @Actor
    public void complete() {
      future.complete("value");
    }

    @Actor
    public void overtake() {
      task.complete("overtaken");
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      tell(r, task);
    }
  }

  /** A blocking call ends while its task is cancelled; the thread keeps no interrupt. */
  @JCStressTest
  @Outcome(id = "value, 0", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 0", expect = ACCEPTABLE)
  @State
  public static class BlockingCallAndCancel {
    private final Queue<Runnable> jobs = new ArrayDeque<>();
    private final EventLoop loop = new EventLoop();
    private final Task<Object> task = loop.spawn(Fermata.toThread(jobs::add, () -> "value"));
    private volatile boolean interrupted;

    public BlockingCallAndCancel() {
      loop.run(Fermata.yieldNow());
    }

    @Actor
    public void thread() {
      jobs.remove().run();
      interrupted = Thread.interrupted();
    }

    @Actor
    public void loop() {
      task.cancel(false);
      loop.run(Fermata.yieldNow());
    }

    @Arbiter
    public void arbiter(LI_Result r) {
      loop.run(Fermata.yieldNow());
      r.r1 = endOf(task);
      r.r2 = interrupted ? 1 : 0;
    }
  }
}
