import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import java.time.Duration;

/**
 * A third task reports progress while two slow calls run: every 0.9 s, so that its third report
 * does not race with their end.
 */
class StockPricesProgress {
  @Async
  static Coroutine<Integer> callApi(String message, int result) {
    System.out.println(message);
    await(sleep(Duration.ofSeconds(3)));
    return completed(result);
  }

  @Async
  static Coroutine<Void> showProgress() {
    for (int i = 0; i < 3; i++) {
      await(sleep(Duration.ofMillis(900)));
      System.out.println("API call is in progress...");
    }
    return completed();
  }

  @Async
  static Coroutine<Void> program() {
    long start = EventLoop.current().nanoTime();

    Task<Void> progress = spawn(showProgress());
    Task<Integer> goog = spawn(callApi("Get stock price of GOOG...", 300));
    Task<Integer> aapl = spawn(callApi("Get stock price of APPL...", 300));

    System.out.println(await(goog));
    System.out.println(await(aapl));
    await(progress);

    long end = EventLoop.current().nanoTime();
    System.out.println("It took " + Math.rint((end - start) / 1e9) + " second(s) to complete.");
    return completed();
  }

  public static void main(String[] args) {
    run(program());
  }
}
