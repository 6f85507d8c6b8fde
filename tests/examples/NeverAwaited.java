import static dev.fermata.Fermata.completed;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;

/**
 * Calling an async method runs nothing yet: the call gives a coroutine object. Here nobody awaits
 * it, and Fermata warns of that.
 */
class NeverAwaited {
  @Async
  static Coroutine<Integer> square(int number) {
    return completed(number * number);
  }

  public static void main(String[] args) {
    Coroutine<Integer> result = square(10);
    System.out.println(result);
  }
}
