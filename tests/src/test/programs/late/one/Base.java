package late.one;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;

/** Methods that classes of another package override, or seem to. */
public class Base {
  /** A class of another package can't override it. */
  @Async
  Coroutine<String> inPackage() {
    return completed("base " + Way.taken());
  }

  @Async
  protected Coroutine<String> forHeirs() {
    return completed("base " + Way.taken());
  }

  @Async
  public static Coroutine<String> ofAll() {
    return completed("static " + Way.taken());
  }

  @Async
  public static Coroutine<String> callInPackage(Base base) {
    return completed(await(base.inPackage()));
  }

  @Async
  public static Coroutine<String> callForHeirs(Base base) {
    return completed(await(base.forHeirs()));
  }
}
