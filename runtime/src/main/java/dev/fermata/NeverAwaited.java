package dev.fermata;

import java.lang.StackWalker.StackFrame;
import java.lang.ref.ReferenceQueue;
import java.util.Comparator;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * In debug mode, reports on the error stream the coroutines that were made and never awaited, with
 * the place where they were made: when one is collected, when the loop it was made on is closed,
 * and when the JVM exits.
 */
final class NeverAwaited {
  /** Debug mode: the system property {@code fermata.debug} when this class is initialised. */
  static final boolean ENABLED = Boolean.getBoolean("fermata.debug");

  private static final ConcurrentHashMap<IdentityKey<Coroutine<?>>, Made> PENDING =
      new ConcurrentHashMap<>();
  private static final ReferenceQueue<Coroutine<?>> COLLECTED = new ReferenceQueue<>();

  static {
    if (ENABLED) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> reportAll(null), "fermata-never-awaited"));
      Thread reporter = new Thread(NeverAwaited::reportCollected, "fermata-debug");
      reporter.setDaemon(true);
      reporter.start();
    }
  }

  private NeverAwaited() {}

  /** Called from the constructor, so that the coroutine is not complete yet. */
  static void made(Coroutine<?> coroutine) {
    Made made = new Made(nameOf(coroutine), madeAt(), Carrier.get().loop, System.nanoTime());
    PENDING.put(new IdentityKey<>(coroutine, COLLECTED), made);
  }

  static void started(Coroutine<?> coroutine) {
    PENDING.remove(new IdentityKey<>(coroutine, null));
  }

  /** Reports those that were made on a loop that is closed now. */
  static void closed(EventLoop loop) {
    reportAll(loop);
  }

  private static synchronized void reportAll(@Nullable EventLoop loop) {
    PENDING.entrySet().stream()
        .filter(entry -> loop == null || entry.getValue().loop == loop)
        .sorted(Comparator.comparingLong(entry -> entry.getValue().time))
        .forEach(
            entry -> {
              if (PENDING.remove(entry.getKey()) != null) {
                report(entry.getValue());
              }
            });
  }

  private static void reportCollected() {
    while (true) {
      try {
        Made made = PENDING.remove(COLLECTED.remove());
        if (made != null) {
          report(made);
        }
      } catch (InterruptedException e) {
        // Nobody has a reason to end this daemon thread but the exit of the JVM.
        return;
      }
    }
  }

  /** Of a coroutine under construction: only the runtime's own and generated ones tell it then. */
  private static String nameOf(Coroutine<?> coroutine) {
    String type = coroutine.getClass().getName();
    return Traces.isInternal(type) ? coroutine.name() : type;
  }

  private static void report(Made made) {
    System.err.println("RuntimeWarning: coroutine '" + made.name + "' was never awaited");
    if (made.place != null) {
      System.err.println("  made at " + made.place);
    }
  }

  /** The line of the user's code that called the async method. */
  private static @Nullable StackTraceElement madeAt() {
    return StackWalker.getInstance()
        .walk(
            frames -> {
              Iterator<StackFrame> rest = frames.iterator();
              boolean generated = false;
              while (rest.hasNext()) {
                StackFrame frame = rest.next();
                if (frame.getClassName().endsWith("$FermataCoroutine")) {
                  generated = true;
                } else if (!Traces.isInternal(frame.getClassName())) {
                  // A generated coroutine is made by the method's stub, and that by the user.
                  StackFrame user = generated && rest.hasNext() ? rest.next() : frame;
                  return Traces.asWritten(user.toStackTraceElement());
                }
              }
              return null;
            });
  }

  /**
   * What is known of a coroutine that may be collected already.
   *
   * @param name the method that it is a call of
   * @param place where it was made
   * @param loop the loop that it was made on
   * @param time when it was made, to sort by
   */
  private record Made(
      String name, @Nullable StackTraceElement place, @Nullable EventLoop loop, long time) {}
}
