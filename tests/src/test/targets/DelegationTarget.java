package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Async methods that return a future which is not done.\n *\n * <p>// hot only: the future of a probe is no coroutine. */
public class DelegationTarget {
  // case 111
  @Async
  public static Coroutine<Object> return_of_a_pending_future(Probe p) {
    return p.later("other");
  }

  // case 111
  @Async
  public static Coroutine<Object> return_after_an_await(Probe p) {
    String s = await(p.later("s"));
    return s.isEmpty() ? null : p.later(s + "other");
  }

  // case 111
  @Async
  public static Coroutine<Object> finally_runs_before_the_other_is_done(Probe p) {
    try {
      p.log(await(p.later("try")));
      return p.later("other");
    } finally {
      p.log("finally");
    }
  }

  // case 111
  @Async
  public static Coroutine<Object> handler_does_not_see_the_failure_of_the_other(Probe p) {
    try {
      await(p.later(1));
      return p.later("other"); // WARNING: FER-121
    } catch (RuntimeException e) {
      p.log("caught " + e.getMessage());
      return completed("caught");
    }
  }

  @Async
  static Coroutine<Object> passed_on(Probe p) {
    return p.later("passed on");
  }

  // case 111
  @Async
  public static Coroutine<Object> a_caller_awaits_what_was_passed_on(Probe p) {
    try {
      return completed(await(passed_on(p)) + "!");
    } catch (IllegalStateException e) {
      return completed("never");
    }
  }

  // case 111
  @Async
  public static Coroutine<Object> null_instead_of_a_future(Probe p) {
    await(p.later(1));
    return null;
  }
}
