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

  /** A task of a loop is held for a future, which is completed while others cancel the task. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 1", expect = ACCEPTABLE)
  @State
  public static class OnLoopCompletionAndCancel {
    private final CompletableFuture<Object> future = new CompletableFuture<>();
    private final AwaitOnce body = new AwaitOnce(future);
    private final EventLoop loop = new EventLoop();
    private final Task<Object> task = loop.spawn(body);

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
      loop.run(new AwaitOnce(task.handle((value, exception) -> "done")));
      r.r1 = endOf(task);
      r.r2 = body.resumed.get();
    }
  }

  /** As above, while a third thread runs the loop; a lost wake-up would hang. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 1", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, 0", expect = ACCEPTABLE, desc = "cancelled before it began")
  @State
  public static class RunningLoopCompletionAndCancel {
    private final CompletableFuture<Object> future = new CompletableFuture<>();
    private final AwaitOnce body = new AwaitOnce(future);
    private final EventLoop loop = new EventLoop();
    private final Task<Object> task = loop.spawn(body);

    @Actor
    public void run() {
      loop.run(new AwaitOnce(task.handle((value, exception) -> "done")));
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
      r.r1 = endOf(task);
      r.r2 = body.resumed.get();
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
  public static class OffLoopCompletionAndCancel {
    private final CompletableFuture<Object> future = new CompletableFuture<>();
    private final AwaitOnce body = new AwaitOnce(future);
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
      r.r1 = endOf(task);
      r.r2 = body.resumed.get();
    }
  }

  /** A future is completed while a body subscribes to it. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @State
  public static class OffLoopSubscribeAndCompletion {
    private final CompletableFuture<Object> future = new CompletableFuture<>();
    private final AwaitOnce body = new AwaitOnce(future);
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
      r.r1 = endOf(task);
      r.r2 = body.resumed.get();
    }
  }

  /** Somebody completes the future of a hot method while its body ends. */
  @JCStressTest
  @Outcome(id = "value, 1", expect = ACCEPTABLE)
  @Outcome(id = "overtaken, 1", expect = ACCEPTABLE)
  @State
  public static class Overtaking {
    private final CompletableFuture<Object> future = new CompletableFuture<>();
    private final AwaitOnce body = new AwaitOnce(future);

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
      r.r1 = endOf(task);
      r.r2 = body.resumed.get();
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
