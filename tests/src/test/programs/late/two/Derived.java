package late.two;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import late.one.Base;
import late.one.Way;

/** Overrides one of the two methods, and has another one of the same name as the other. */
public class Derived extends Base {
  @Async
  Coroutine<String> inPackage() {
    return completed("derived " + Way.taken());
  }

  @Async
  @Override
  protected Coroutine<String> forHeirs() {
    return completed("derived " + Way.taken() + ", " + await(super.forHeirs()));
  }
}
