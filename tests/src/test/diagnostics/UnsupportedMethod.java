import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;

/** An async method without a body that could be woven. */
class UnsupportedMethod {
  @Async
  native Coroutine<Integer> unsupported(); // ERROR WITHOUT LINE: FER-106
}
