package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Classes whose initialisers have side effects, made in expressions that await. */
public class InitialisationTarget {
  static class Noted {
    static final int VALUE = note("Noted is initialised");

    Noted(int ignored, String text) {
      note("made with " + text);
    }

    static int note(String effect) {
      Probe.current().log(effect);
      return 1;
    }
  }

  // case 12
  @Async
  public static Coroutine<Object> initialisation_comes_before_the_arguments(Probe p) {
    p.log("start");
    new Noted(p.see(1), p.see(await(p.later("x"))));
    new Noted(p.see(2), p.see(await(p.later("y"))));
    return completed("end");
  }

  static class Outer {
    static final int VALUE = Noted.note("Outer is initialised");

    Outer(Object inner) {}
  }

  // case 6, case 12
  @Async
  public static Coroutine<Object> nested_objects_are_initialised_from_the_outermost(Probe p) {
    new Outer(new Noted(await(p.later(1)), await(p.later("inner"))));
    return completed("end");
  }

  // case 8, case 12
  @Async
  public static Coroutine<Object> one_branch_awaits(Probe p) {
    boolean b = await(p.later(true));
    new Noted(1, b ? await(p.later("x")) : "n");
    return completed("end");
  }

  static class Broken {
    static final int VALUE = fail();

    Broken(String ignored) {}

    static int fail() {
      Probe.current().log("Broken is initialised");
      throw new IllegalStateException("initialiser");
    }
  }

  // case 12
  @Async
  public static Coroutine<Object> failing_initialiser(Probe p) {
    String s = "";
    for (int i = 0; i < 2; i++) {
      try {
        s += new Broken(p.see(await(p.later("argument"))));
      } catch (ExceptionInInitializerError e) {
        s += "first " + e.getCause().getMessage() + await(p.later("!"));
      } catch (NoClassDefFoundError e) {
        s += "second" + await(p.later("?"));
      }
    }
    return completed(s);
  }

  // case 12
  @Async
  public static Coroutine<Object> uncaught_failure_of_an_initialiser(Probe p) {
    await(p.later(1));
    try {
      return completed(new Broken(await(p.later("never"))).toString());
    } finally {
      p.log(await(p.later("finally")));
    }
  }
}
