package dev.fermata.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads for calls that end soon, nearly all of them: so many at a time, and the others wait. A
 * named pipe lets those who open it wait for others, and so may the server of a network's files:
 * where some calls wait and none has ended for a while, there are more threads from then on. They
 * end when they had nothing to do for a minute. For all threads.
 */
final class FileThreads implements Executor {
  private static final int AT_FIRST = 32;
  private static final int MOST = 1_024;
  private static final int WHILE_MILLIS = 100;

  /** On the timer's own thread, which nobody else holds up. */
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(WHILE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);

  private final ThreadPoolExecutor pool;

  /** Whether somebody is going to look whether calls end. */
  private final AtomicBoolean isWatched = new AtomicBoolean();

  FileThreads(ThreadFactory threads) {
    pool =
        new ThreadPoolExecutor(
            AT_FIRST, AT_FIRST, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threads);
    // How far the other size may grow: what counts beside a queue without a limit is that one.
    pool.setMaximumPoolSize(MOST);
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable call) {
    pool.execute(call);
    watchIfSomeWait();
  }

  private void watchIfSomeWait() {
    if (someWait() && !isWatched.get() && isWatched.compareAndSet(false, true)) {
      lookLater();
    }
  }

  private boolean someWait() {
    return !pool.getQueue().isEmpty();
  }

  private void lookLater() {
    long ended = pool.getCompletedTaskCount();
    LATER.execute(() -> look(ended));
  }

  private void look(long endedBefore) {
    if (!someWait()) {
      isWatched.set(false);
      // One may have come in between, which has relied on this look.
      watchIfSomeWait();
      return;
    }
    if (pool.getCompletedTaskCount() == endedBefore) {
      pool.setCorePoolSize(Math.min(pool.getCorePoolSize() * 2, MOST));
    }
    lookLater();
  }
}
