import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import java.time.Duration;

/** Two slow calls without tasks: the second starts when the first has ended, so it takes 6 s. */
class StockPricesSequential {
  @Async
  static Coroutine<Integer> callApi(String message, int result) {
    System.out.println(message);
    await(sleep(Duration.ofSeconds(3)));
    return completed(result);
  }

  @Async
  static Coroutine<Void> program() {
    long start = EventLoop.current().nanoTime();

    int price = await(callApi("Get stock price of GOOG...", 300));
    System.out.println(price);

    price = await(callApi("Get stock price of APPL...", 400));
    System.out.println(price);

    long end = EventLoop.current().nanoTime();
    System.out.println("It took " + Math.rint((end - start) / 1e9) + " second(s) to complete.");
    return completed();
  }

  public static void main(String[] args) {
    run(program());
  }
}
