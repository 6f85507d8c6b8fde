import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Locks of a thread that are held across an await. */
class LockAcrossAwait {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);
  private static final Lock SHARED = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock second = new ReentrantLock();
  private final ReadWriteLock both = new ReentrantReadWriteLock();
  private LockAcrossAwait next;

  @Async
  Coroutine<Integer> field() {
    lock.lock();
    try {
      return completed(await(F)); // WARNING: FER-123
    } finally {
      lock.unlock();
    }
  }

  @Async
  static CompletableFuture<Integer> parameter(Lock lock) throws InterruptedException {
    int n = 0;
    lock.lockInterruptibly();
    try {
      n += await(F); // WARNING: FER-123
      n += await(F);
    } finally {
      lock.unlock();
    }
    return CompletableFuture.completedFuture(n);
  }

  @Async
  static Coroutine<Integer> constant(boolean b) {
    SHARED.lock();
    int n = 0;
    while (b) {
      n += await(F); // WARNING: FER-123
    }
    SHARED.unlock();
    return completed(n);
  }

  @Async
  Coroutine<Integer> view() {
    both.readLock().lock();
    int n = await(F); // WARNING: FER-123
    both.readLock().unlock();
    return completed(n);
  }

  @Async
  Coroutine<Integer> local() {
    Lock mine = new ReentrantLock();
    mine.lock();
    try {
      await(F); // WARNING: FER-123
    } catch (IllegalStateException e) {
      await(F);
    } finally {
      mine.unlock();
    }
    return completed(1);
  }

  @Async
  Coroutine<Integer> theOtherOneIsFree() {
    next.lock.lock();
    second.lock();
    second.unlock();
    int n = await(F); // WARNING: FER-123
    next.lock.unlock();
    return completed(n);
  }

  @Async
  Coroutine<Integer> twoAtOnce() {
    lock.lock();
    second.lock();
    int n = await(F); // WARNING: FER-123 // WARNING: FER-123
    second.unlock();
    lock.unlock();
    return completed(n);
  }

  AsyncCallable<Integer> lambda() {
    return () -> {
      lock.lock();
      try {
        return await(F); // WARNING: FER-123
      } finally {
        lock.unlock();
      }
    };
  }

  // None of these

  @Async
  Coroutine<Integer> before() {
    int n;
    lock.lock();
    try {
      n = hashCode();
    } finally {
      lock.unlock();
    }
    return completed(n + await(F));
  }

  @Async
  Coroutine<Integer> onOnePathOnly(boolean b) {
    if (b) {
      lock.lock();
    }
    int n = await(F);
    if (b) {
      lock.unlock();
    }
    return completed(n);
  }

  @Async
  Coroutine<Integer> releasedMeanwhile(Condition ready) throws InterruptedException {
    int n = 0;
    lock.lock();
    try {
      while (n < 10) {
        lock.unlock();
        try {
          n += await(F);
        } finally {
          lock.lock();
        }
      }
    } finally {
      lock.unlock();
    }
    return completed(n);
  }

  @Async
  Coroutine<Integer> releasedByAnAlias() {
    Lock alias = lock;
    ReentrantLock own = hashCode() == 0 ? lock : second;
    alias.lock();
    own.unlock();
    int n = await(F);
    alias.lock();
    own.unlock();
    return completed(n);
  }

  private void release() {
    lock.unlock();
  }

  @Async
  Coroutine<Integer> releasedByAnotherMethod() {
    lock.lock();
    release();
    int n = await(F);
    lock.lock();
    try {
      return completed(n);
    } finally {
      lock.unlock();
    }
  }

  @Async
  Coroutine<Integer> releasedOnTheWayOut(boolean b) {
    lock.lock();
    if (b) {
      lock.unlock();
      return completed(await(F));
    }
    lock.unlock();
    return completed(0);
  }

  @Async
  static Coroutine<Integer> manyLocks(List<Lock> locks) {
    for (Lock lock : locks) {
      lock.lock();
      lock.unlock();
      await(F);
    }
    return completed(0);
  }

  @Async
  static Coroutine<Integer> semaphore(Semaphore semaphore) throws InterruptedException {
    semaphore.acquire();
    int n = await(F);
    semaphore.release();
    return completed(n);
  }
}
