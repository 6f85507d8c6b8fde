package dev.fermata.io;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of what the operating system offers as blocking calls only; daemons, which end when
 * they had nothing to do for a minute.
 */
final class IoThreads {
  /** For files. */
  static final Executor FILES = new FileThreads(threads("fermata-file-"));

  /**
   * For pipes, whose reads and writes take as long as another process pleases: a thread each, and
   * no virtual one, as those would keep their carriers.
   */
  static final Executor PIPES = Executors.newCachedThreadPool(threads("fermata-pipe-"));

  private IoThreads() {}

  private static ThreadFactory threads(String prefix) {
    AtomicLong last = new AtomicLong();
    return body -> {
      Thread thread = new Thread(body, prefix + last.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
