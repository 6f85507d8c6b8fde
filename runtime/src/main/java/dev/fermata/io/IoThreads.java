package dev.fermata.io;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of what the operating system offers as blocking calls only; daemons, which end when
 * they had nothing to do for a minute.
 */
final class IoThreads {
  private static final int FILE_THREADS = 32;

  /** For files, whose calls end soon: so many at a time, and the others wait. */
  static final Executor FILES = forFiles();

  /**
   * For pipes, whose reads and writes take as long as another process pleases: a thread each, and
   * no virtual one, as those would keep their carriers.
   */
  static final Executor PIPES = Executors.newCachedThreadPool(threads("fermata-pipe-"));

  private IoThreads() {}

  private static Executor forFiles() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            FILE_THREADS,
            FILE_THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            threads("fermata-file-"));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static ThreadFactory threads(String prefix) {
    AtomicLong last = new AtomicLong();
    return body -> {
      Thread thread = new Thread(body, prefix + last.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
