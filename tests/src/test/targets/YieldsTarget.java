package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Awaits that let other tasks run.
 *
 * <p>// cold only: off every loop a yield goes to another thread. */
public class YieldsTarget {
  // case 29
  @Async
  public static Coroutine<Object> yields_between(Probe p) {
    p.log("before");
    await(yieldNow());
    int a = await(p.later(1));
    await(yieldNow());
    await(completed());
    p.log(a);
    return completed(a);
  }
}
