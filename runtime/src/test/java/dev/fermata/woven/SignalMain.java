package dev.fermata.woven;

import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.woven.Script.script;

import java.lang.reflect.Proxy;
import java.time.Duration;

/** A program that waits for signals; it says on its output when. */
public final class SignalMain {
  private SignalMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    switch (arguments[0]) {
      case "cleanup" -> run(waiting().step(in -> say("not reached")).cold());
      case "second" ->
          run(waiting().rescue(e -> say("cleaning")).step(in -> sleep(Duration.ofDays(1))).cold());
      case "survives" -> {
        run(waiting().rescue(e -> "survived").cold());
        say("goes on");
      }
      case "catches" -> {
        try {
          run(waiting().cold());
        } catch (Exception e) {
          say(e.getClass().getName());
        }
      }
      case "restored" -> {
        run(sleep(Duration.ZERO));
        waitForEver();
      }
      case "own later" -> {
        run(sleep(Duration.ZERO));
        handleSignal();
        run(waiting().cold());
      }
      case "twice" -> {
        run(sleep(Duration.ZERO));
        run(waiting().cold());
      }
      case "own" -> {
        handleSignal();
        run(waiting().cold());
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static Script waiting() {
    return script("waiting")
        .step(in -> say("ready"))
        .step(in -> sleep(Duration.ofDays(1)))
        .rescue(
            e -> {
              say(e.getMessage());
              throw e;
            });
  }

  private static Object say(String what) {
    System.out.println(what);
    return what;
  }

  private static void exit(String last) {
    say(last);
    System.exit(3);
  }

  /**
   * Hangs on purpose, outside of every loop: the signal of the test is to end the JVM, as it does
   * where no handler is left, and nothing else may.
   */
  private static void waitForEver() {
    say("ready");
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      say("interrupted");
    }
  }

  /** By reflection, since the compiler warns of the class in a way that cannot be suppressed. */
  private static void handleSignal() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object own =
        Proxy.newProxyInstance(
            SignalMain.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, parameters) -> {
              exit("own handler");
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("INT"), own);
  }
}
