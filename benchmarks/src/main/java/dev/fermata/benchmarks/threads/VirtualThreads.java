package dev.fermata.benchmarks.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** Virtual threads without a need for JDK 21 to compile against. */
public final class VirtualThreads {
  private static final ThreadFactory FACTORY = factory();

  private VirtualThreads() {}

  /** Whether this JDK has them. */
  public static boolean areSupported() {
    return FACTORY != null;
  }

  /** Starts a virtual thread. */
  public static Thread start(Runnable body) {
    Thread thread = FACTORY.newThread(body);
    thread.start();
    return thread;
  }

  /** Starts a virtual thread that has a result. */
  public static <T> Future<T> submit(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    start(task);
    return task;
  }

  /** Runs something in a virtual thread and waits for its result. */
  public static <T> T run(Callable<T> body) {
    return get(submit(body));
  }

  /** Waits for a result. */
  public static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets others run. */
  @SuppressWarnings("ThreadPriorityCheck") // it is what is measured
  public static void yieldNow() {
    Thread.yield();
  }

  private static ThreadFactory factory() {
    if (Runtime.version().feature() < 21) {
      return null;
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object made =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder)).invoke();
      return (ThreadFactory)
          lookup
              .findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class))
              .invoke(made);
    } catch (Throwable e) {
      throw new IllegalStateException("this JDK has no virtual threads", e);
    }
  }
}
