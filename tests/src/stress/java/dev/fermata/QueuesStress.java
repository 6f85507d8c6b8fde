package dev.fermata;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What senders and a loop share: the inbox, a subscription, the submission of hosted turns. */
public final class QueuesStress {
  private QueuesStress() {}

  /** Two senders: both nodes come, and one sender finds the inbox empty. */
  @JCStressTest
  @Outcome(id = "2, 1", expect = ACCEPTABLE)
  @State
  public static class InboxSenders {
    private final Inbox inbox = new Inbox();
    private int came;
    private volatile boolean first;
    private volatile boolean second;

    @Actor
    public void one() {
      first = inbox.push(node());
    }

    @Actor
    public void two() {
      second = inbox.push(node());
    }

    @Arbiter
    public void arbiter(II_Result r) {
      inbox.drain();
      r.r1 = came;
      r.r2 = (first ? 1 : 0) + (second ? 1 : 0);
    }

    private Inbox.Node node() {
      return new Inbox.Node() {
        @Override
        void deliver() {
          came++;
        }
      };
    }
  }

  /** A sender of two and a loop that takes in: nothing is lost, and the order is kept. */
  @JCStressTest
  @Outcome(id = "0, 12", expect = ACCEPTABLE)
  @Outcome(id = "1, 12", expect = ACCEPTABLE)
  @Outcome(id = "12, 12", expect = ACCEPTABLE)
  @State
  public static class InboxSenderAndLoop {
    private final Inbox inbox = new Inbox();
    private int came;

    @Actor
    public void sender() {
      inbox.push(node(1));
      inbox.push(node(2));
    }

    @Actor
    public void loop(II_Result r) {
      inbox.drain();
      r.r1 = came;
    }

    @Arbiter
    public void arbiter(II_Result r) {
      inbox.drain();
      r.r2 = came;
    }

    private Inbox.Node node(int number) {
      return new Inbox.Node() {
        @Override
        void deliver() {
          came = came * 10 + number;
        }
      };
    }
  }

  /** Who claims a subscription first gets its task, and nobody else. */
  @JCStressTest
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE)
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE)
  @State
  public static class Claim {
    private final Subscription subscription =
        new Subscription(Task.ofHotMethod(Scope.OFF_LOOP), new CompletableFuture<>());

    @Actor
    public void one(III_Result r) {
      r.r1 = subscription.claim() != null ? 1 : 0;
    }

    @Actor
    public void two(III_Result r) {
      r.r2 = subscription.claim() != null ? 1 : 0;
    }

    @Arbiter
    public void arbiter(III_Result r) {
      r.r3 = subscription.claim() != null ? 1 : 0;
    }
  }

  /** A turn of a hosted loop ends while something is sent: a further turn is submitted. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE)
  @State
  public static class HostedSenderAndTurn {
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final EventLoop loop = EventLoop.hostedOn(jobs::add);
    private int ran;

    @Actor
    public void host() {
      jobs.remove().run();
    }

    @Actor
    public void sender() {
      loop.execute(() -> ran++);
      loop.execute(() -> ran++);
    }

    @Arbiter
    public void arbiter(I_Result r) {
      for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
        job.run();
      }
      r.r1 = ran;
    }
  }
}
