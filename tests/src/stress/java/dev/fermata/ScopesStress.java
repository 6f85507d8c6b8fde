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
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Cancels of what a task waits in or for, from another thread than the one that runs its loop. Each
 * test has two actors, since the tool leaves out what has more than the machine has processors.
 */
public final class ScopesStress {
  private ScopesStress() {}

  /** Runs a loop until a task of it has ended. */
  private static void runToTheEnd(EventLoop loop, Task<?> task) {
    loop.run(new AwaitOnce(task.handle((value, exception) -> "done")));
  }

  /** A task that awaits a future in a scope. */
  abstract static class InScope {
    final CompletableFuture<Object> future = new CompletableFuture<>();
    final CancelScope scope = new CancelScope();
    final EventLoop loop = new EventLoop();
    final Task<Object> task = loop.spawn(scope.run(new AwaitOnce(future)));

    final void tell(LL_Result r) {
      r.r1 = task.isCancelled() ? "cancelled" : task.getNow("pending");
      r.r2 = scope.isCancelledCaught();
    }
  }

  /** A cancel comes before the body begins, while it begins, or while it is held; none is lost. */
  @JCStressTest
  @Outcome(id = "null, true", expect = ACCEPTABLE)
  @State
  public static class ScopeCancel extends InScope {
    @Actor
    public void run() {
      runToTheEnd(loop, task);
    }

    @Actor
    public void cancel() {
      scope.cancel();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      tell(r);
    }
  }

  /** The same, and then what is awaited is completed. */
  @JCStressTest
  @Outcome(id = "value, false", expect = ACCEPTABLE, desc = "both came before the body began")
  @Outcome(id = "null, true", expect = ACCEPTABLE)
  @State
  public static class ScopeCancelThenCompletion extends InScope {
    @Actor
    public void run() {
      runToTheEnd(loop, task);
    }

    @Actor
    public void cancelAndComplete() {
      scope.cancel();
      future.complete("value");
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      tell(r);
    }
  }

  /** What is awaited is completed, and then the scope is cancelled. */
  @JCStressTest
  @Outcome(id = "value, false", expect = ACCEPTABLE)
  @Outcome(id = "null, true", expect = ACCEPTABLE)
  @State
  public static class ScopeCompletionThenCancel extends InScope {
    @Actor
    public void run() {
      runToTheEnd(loop, task);
    }

    @Actor
    public void completeAndCancel() {
      future.complete("value");
      scope.cancel();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      tell(r);
    }
  }

  /** The scope of a task is cancelled, and then the task itself. */
  @JCStressTest
  @Outcome(id = "cancelled, false", expect = ACCEPTABLE)
  @Outcome(id = "null, true", expect = ACCEPTABLE, desc = "ended before the task's cancel came")
  @State
  public static class ScopeAndTaskCancel extends InScope {
    @Actor
    public void run() {
      runToTheEnd(loop, task);
    }

    @Actor
    public void cancelBoth() {
      scope.cancel();
      task.cancel(false);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      tell(r);
    }
  }

  /** A task without a scope is cancelled, and what it awaits is completed, while its loop runs. */
  @JCStressTest
  @Outcome(id = "value, false", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, false", expect = ACCEPTABLE)
  @State
  public static class TaskCancelAndCompletion {
    private final CompletableFuture<Object> future = new CompletableFuture<>();
    private final EventLoop loop = new EventLoop();
    private final Task<Object> task = loop.spawn(new AwaitOnce(future));

    @Actor
    public void run() {
      runToTheEnd(loop, task);
    }

    @Actor
    public void completeAndCancel() {
      future.complete("value");
      task.cancel(false);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r1 = task.isCancelled() ? "cancelled" : task.getNow("pending");
      r.r2 = false;
    }
  }

  /** The thread of a blocking call asks its task to end before it makes the call. */
  @JCStressTest
  @Outcome(id = "value, false", expect = ACCEPTABLE)
  @Outcome(id = "cancelled, false", expect = ACCEPTABLE)
  @State
  public static class BlockingCallAndCancelFromItsThread {
    private final Queue<Runnable> jobs = new ArrayDeque<>();
    private final EventLoop loop = new EventLoop();
    private final Task<Object> task = loop.spawn(Fermata.toThread(jobs::add, () -> "value"));
    private volatile boolean interrupted;

    public BlockingCallAndCancelFromItsThread() {
      loop.run(Fermata.yieldNow());
    }

    @Actor
    public void thread() {
      task.cancel(false);
      jobs.remove().run();
      interrupted = Thread.interrupted();
    }

    @Actor
    public void run() {
      runToTheEnd(loop, task);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r1 = task.isCancelled() ? "cancelled" : task.getNow("pending");
      r.r2 = interrupted;
    }
  }
}
