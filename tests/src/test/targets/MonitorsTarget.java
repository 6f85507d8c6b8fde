package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Synchronized blocks beside awaits. */
public class MonitorsTarget {
  // case 102
  @Async
  public static Coroutine<Object> synchronized_between_awaits(Probe p) {
    Object lock = new Object();
    int n = await(p.later(1));
    synchronized (lock) {
      n += 10;
      p.log(Thread.holdsLock(lock));
    }
    n += await(p.later(2));
    synchronized (MonitorsTarget.class) {
      synchronized (lock) {
        n *= 2;
      }
    }
    p.log(Thread.holdsLock(lock));
    return completed(n + await(p.later(3)));
  }

  // case 102
  @Async
  public static Coroutine<Object> synchronized_that_throws(Probe p) {
    Object lock = new Object();
    String s = await(p.later("s"));
    try {
      synchronized (lock) {
        s += "in";
        if (s.length() > 2) {
          throw new IllegalStateException("inside");
        }
      }
    } catch (IllegalStateException e) {
      p.log(Thread.holdsLock(lock));
      s += await(p.later("caught"));
    }
    return completed(s);
  }

  // case 102
  @Async
  public static Coroutine<Object> synchronized_in_a_loop_with_jumps(Probe p) {
    Object lock = new Object();
    int n = 0;
    for (int i = 0; i < 5; i++) {
      synchronized (lock) {
        if (i == 1) {
          continue;
        }
        if (i == 3) {
          break;
        }
        n += i;
      }
      n += await(p.later(10));
      p.log(Thread.holdsLock(lock));
    }
    synchronized (lock) {
      return completed(n);
    }
  }
}
