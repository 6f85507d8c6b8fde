import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;

/** One await after the other: the program reads, and runs, like a synchronous one. */
class SequentialAwait {
  @Async
  static Coroutine<Integer> square(int number) {
    return completed(number * number);
  }

  @Async
  static Coroutine<Void> program() {
    int x = await(square(10));
    System.out.println("x=" + x);

    int y = await(square(5));
    System.out.println("y=" + y);

    System.out.println("total=" + (x + y));
    return completed();
  }

  public static void main(String[] args) {
    run(program());
  }
}
