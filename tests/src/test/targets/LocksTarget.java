package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.concurrent.locks.ReentrantLock;

/** Locks of a thread. Here each run has one thread only, so that they work. */
public class LocksTarget {
  // case 104
  @Async
  public static Coroutine<Object> lock_across_an_await(Probe p) {
    ReentrantLock lock = new ReentrantLock();
    int n = 0;
    try {
      lock.lock();
      try {
        n = await(p.later(1)); // WARNING: FER-123
        n += await(p.later(2));
      } finally {
        lock.unlock();
      }
    } finally {
      p.log(lock.isLocked());
    }
    return completed(n);
  }

  // case 104
  @Async
  public static Coroutine<Object> lock_between_awaits(Probe p) {
    ReentrantLock lock = new ReentrantLock();
    int n = await(p.later(1));
    lock.lock();
    try {
      n++;
    } finally {
      lock.unlock();
    }
    p.log(lock.isLocked());
    return completed(n + await(p.later(1)));
  }
}
