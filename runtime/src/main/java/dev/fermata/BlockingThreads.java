package dev.fermata;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of blocking calls: a virtual one for each call where the JDK has them (21 and newer),
 * and else those of an unbounded pool of daemon threads, which end when they had nothing to do for
 * a minute.
 */
final class BlockingThreads {
  private static final String NAME = "fermata-blocking-";

  static final Executor EXECUTOR = create();

  private BlockingThreads() {}

  private static Executor create() {
    try {
      ThreadFactory virtual = virtualThreads();
      return call -> virtual.newThread(call).start();
    } catch (NoSuchMethodException | ClassNotFoundException | InvocationTargetException e) {
      // An older JDK; in 19 and 20 they are a preview, which throws.
      return pool();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ThreadFactory virtualThreads()
      throws NoSuchMethodException,
          ClassNotFoundException,
          InvocationTargetException,
          IllegalAccessException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    Object named = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
    return (ThreadFactory) type.getMethod("factory").invoke(named);
  }

  private static Executor pool() {
    AtomicLong last = new AtomicLong();
    return Executors.newCachedThreadPool(
        call -> {
          Thread thread = new Thread(call, NAME + last.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
