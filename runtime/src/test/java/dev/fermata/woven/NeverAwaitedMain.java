package dev.fermata.woven;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.runtime.Continuations;
import java.lang.ref.WeakReference;
import java.time.Duration;

/** A program that makes a coroutine and mostly doesn't await it. */
public final class NeverAwaitedMain {
  private static Object kept;

  private NeverAwaitedMain() {}

  public static void main(String[] arguments) throws Throwable {
    switch (arguments[0]) {
      case "exit" -> kept = make();
      case "collected" -> {
        WeakReference<Object> made = new WeakReference<>(make());
        while (made.get() != null) {
          System.gc();
        }
        awaitReport();
      }
      case "loop" ->
          Fermata.run(
              Script.script("main")
                  .step(
                      in -> {
                        kept = make();
                        return null;
                      })
                  .cold());
      case "sleep" -> kept = Fermata.sleep(Duration.ofSeconds(1));
      case "awaited" -> {
        Continuations.await(make());
        Fermata.run(Fermata.sleep(Duration.ofNanos(1)));
        Fermata.run(Script.script("main").step(in -> Fermata.spawn(make())).cold());
        Fermata.run(Script.script("main").step(in -> Fermata.gather(make(), make())).cold());
        Fermata.completed(1);
        Fermata.yieldNow();
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("end of main");
    if (kept instanceof Thread) {
      throw new AssertionError("never");
    }
  }

  private static Coroutine<Integer> make() {
    return Woven.square(3);
  }

  /** The reporting thread is on its way: it prints before it can wait for the next one. */
  private static void awaitReport() {
    while (Thread.getAllStackTraces().entrySet().stream()
        .noneMatch(
            entry ->
                entry.getKey().getName().equals("fermata-debug")
                    && entry.getKey().getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }
}
