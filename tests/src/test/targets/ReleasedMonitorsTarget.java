package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import dev.fermata.tests.probe.ProbeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Awaits in synchronized blocks and methods that release their monitors. The oracle holds them all
 * the while, so no target logs what only others could see; the driver checks that they are free
 * while the task is held. What is called under a monitor does not look at it behind an await of its
 * own: it is the caller's, and the caller is held too.
 */
public class ReleasedMonitorsTarget {
  private static String holds(Object... locks) {
    StringBuilder held = new StringBuilder();
    for (Object lock : locks) {
      held.append(Thread.holdsLock(lock) ? '+' : '-');
    }
    return held.toString();
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> nested_blocks(Probe p) {
    Object a = p.watch(new Object());
    Object b = p.watch(new Object());
    int n = await(p.later(1));
    synchronized (a) {
      n += await(p.later(2));
      p.log(holds(a, b));
      synchronized (b) {
        n += await(p.later(3)) * await(p.later(4));
        p.log(holds(a, b));
      }
      p.log(holds(a, b));
      n += await(p.later(5));
    }
    p.log(holds(a, b));
    return completed(n + await(p.later(6)));
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> one_object_twice(Probe p) {
    Object a = p.watch(new Object());
    String text = "";
    synchronized (a) {
      synchronized (a) {
        text += await(p.later("x"));
        p.log(holds(a));
      }
      p.log(holds(a));
      text += await(p.later("y"));
      p.log(holds(a));
    }
    p.log(holds(a));
    return completed(text);
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> blocks_in_loops_and_loops_in_blocks(Probe p) {
    Object a = p.watch(new Object());
    List<Object> b = p.watch(new ArrayList<>());
    long sum = 0;
    for (int i = 0; i < 2; i++) {
      synchronized (a) {
        for (int j = 0; j < 2; j++) {
          sum += await(p.later(10L * i));
          synchronized (b) {
            int k = 0;
            while (k < 2) {
              sum += k++ * await(p.later(j));
              p.log(holds(a, b));
            }
            b.add(sum);
          }
        }
        p.log(holds(a, b));
      }
      p.log(holds(a, b));
    }
    return completed(sum + " " + b);
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> jumps_out_of_blocks(Probe p) {
    Object a = p.watch(new Object());
    int n = 0;
    outer:
    for (int i = 0; ; i++) {
      synchronized (a) {
        n += await(p.later(i));
        synchronized (p) {
          if (await(p.later(i)) == 1) {
            continue;
          }
          p.log(holds(a, p));
          if (i == 3) {
            break outer;
          }
        }
        if (i == 7) {
          return completed(-1);
        }
      }
      p.log(holds(a, p));
    }
    synchronized (a) {
      p.log(holds(a, p));
      return completed(n + await(p.later(100)));
    }
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> exceptions_in_and_around_blocks(Probe p) throws Exception {
    Object a = p.watch(new Object());
    String text = "";
    try {
      synchronized (a) {
        try {
          text += await(p.later("body "));
          p.log(holds(a));
          await(p.fail(new IllegalStateException("inner")));
        } catch (IllegalStateException e) {
          p.log(holds(a));
          text += e.getMessage() + await(p.later(" handler "));
          p.log(holds(a));
        } finally {
          text += await(p.later("finally "));
          p.log(holds(a));
        }
        await(p.fail(new UnsupportedOperationException("outer")));
      }
    } catch (UnsupportedOperationException | ProbeException e) {
      p.log(holds(a));
      text += e.getMessage() + await(p.later(" caught"));
    } finally {
      p.log(holds(a));
    }
    return completed(text);
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> the_object_is_awaited_and_of_any_kind(Probe p) {
    Object[] locks = {new int[0], "text", ReleasedMonitorsTarget.class, new Object[1][1]};
    StringBuilder text = p.watch(new StringBuilder());
    for (Object lock : locks) {
      synchronized (await(p.later(lock))) {
        synchronized (text) {
          text.append(lock.getClass().getSimpleName()).append(await(p.later(" ")));
          p.log(holds(lock, text));
        }
      }
    }
    synchronized (text.length() > 9 ? locks[1] : text) {
      text.append(await(p.later("end")));
    }
    return completed(text.toString());
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> the_object_is_null(Probe p) {
    try {
      synchronized (await(p.later((Object) null))) {
        p.log("never");
        await(p.later(1));
      }
    } catch (NullPointerException e) {
      p.log("null");
    }
    return completed(await(p.later("end")));
  }

  // case 101
  @Async(releaseMonitors = true)
  public static Coroutine<Object> operands_and_switches(Probe p) {
    Object a = p.watch(new Object());
    double d = 1.5;
    String text = "";
    synchronized (a) {
      for (int i = 0; i < 3; i++) {
        switch (await(p.later(i))) {
          case 0:
            text += i + await(p.later("zero")) + d;
            break;
          case 1:
            synchronized (p) {
              text += String.format("%s %s", await(p.later("one")), await(p.later(2L)));
            }
            // falls through
          default:
            d += await(p.later(2)) * d;
            p.log(holds(a, p));
        }
      }
    }
    return completed(text + d);
  }

  // Synchronized methods

  // case 103
  @Async(releaseMonitors = true)
  public static synchronized Coroutine<Object> static_method(Probe p) {
    p.watch(ReleasedMonitorsTarget.class);
    int n = await(p.later(1));
    p.log(holds(ReleasedMonitorsTarget.class));
    for (int i = 0; i < 2; i++) {
      n += await(p.later(i));
      p.log(holds(ReleasedMonitorsTarget.class));
    }
    return n > 100 ? completed(-n) : completed(n);
  }

  // case 103
  @Async
  public static synchronized Coroutine<Object> static_method_without_awaits(Probe p) {
    return completed(holds(ReleasedMonitorsTarget.class));
  }

  /** What a thread does that has the account for itself. */
  private static class Account {
    final Probe p;
    long balance;

    Account(Probe p) {
      this.p = p.watch(p);
      p.watch(this);
    }

    @Async(releaseMonitors = true)
    synchronized Coroutine<Long> deposit(int amount) {
      p.log(holds(this));
      balance += await(p.later(amount));
      p.log(holds(this));
      return completed(balance);
    }

    @Async(releaseMonitors = true)
    final synchronized Coroutine<Long> depositTwice(int amount) {
      long before = await(deposit(amount));
      p.log(holds(this));
      synchronized (this) {
        balance += await(p.later(1));
        p.log(holds(this));
      }
      return completed(before + await(deposit(amount)));
    }

    @Async(releaseMonitors = true)
    private synchronized Coroutine<Long> fail(int amount) {
      try {
        balance -= await(p.later(amount));
        if (balance < 0) {
          throw new IllegalStateException("overdrawn");
        }
      } finally {
        p.log(holds(this));
        balance += await(p.later(amount));
        p.log(holds(this));
      }
      return completed(balance);
    }

    @Async(releaseMonitors = true)
    synchronized Coroutine<Long> handOver(int amount) {
      balance += await(p.later(3));
      return deposit(amount);
    }

    @Async
    synchronized Coroutine<Long> balance() {
      p.log(holds(this));
      return completed(balance);
    }
  }

  private static class Savings extends Account {
    Savings(Probe p) {
      super(p);
    }

    @Override
    @Async(releaseMonitors = true)
    synchronized Coroutine<Long> deposit(int amount) {
      p.log("savings " + holds(this));
      long sum = await(super.deposit(amount + 1));
      p.log("savings " + holds(this));
      return completed(sum);
    }
  }

  // case 103
  @Async
  public static Coroutine<Object> instance_methods(Probe p) {
    Account account = new Account(p);
    long n = await(account.depositTwice(5));
    p.log(holds(account));
    n += await(account.handOver(4));
    return completed(n + await(account.balance()));
  }

  // case 103
  @Async
  public static Coroutine<Object> instance_methods_that_throw(Probe p) {
    Account account = new Account(p);
    await(account.deposit(2));
    try {
      await(account.fail(1));
      await(account.fail(7));
    } catch (IllegalStateException e) {
      p.log(e.getMessage() + holds(account));
    }
    return completed(await(account.balance()));
  }

  // case 103
  @Async
  public static Coroutine<Object> overridden_methods(Probe p) {
    Account account = new Savings(p);
    return completed(await(account.deposit(1)) + await(account.depositTwice(2)));
  }
}
