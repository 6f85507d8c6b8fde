import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;

/** The entry to an async program: run makes an event loop and runs a coroutine on it to its end. */
class Square {
  @Async
  static Coroutine<Integer> square(int number) {
    return completed(number * number);
  }

  public static void main(String[] args) {
    int result = run(square(10));
    System.out.println(result);
  }
}
