import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.time.Duration;

/** Three calls at once: the first failure comes out of gather at once, and the others run on. */
class GatherFailing {
  static class ApiException extends RuntimeException {
    ApiException(String message) {
      super(message);
    }
  }

  @Async
  static Coroutine<Integer> callApi(String message, int result, Duration delay) {
    System.out.println(message);
    await(sleep(delay));
    System.out.println("Got " + result);
    return completed(result);
  }

  @Async
  static Coroutine<Integer> callApiFailed() {
    await(sleep(Duration.ofSeconds(1)));
    throw new ApiException("API failed");
  }

  @Async
  static Coroutine<Void> program() {
    try {
      await(
          gather(
              callApi("Calling API 1 ...", 100, Duration.ofSeconds(2)),
              callApi("Calling API 2 ...", 200, Duration.ofSeconds(3)),
              callApiFailed()));
    } catch (ApiException e) {
      System.out.println("Caught: " + e.getMessage());
    }
    await(sleep(Duration.ofSeconds(5)));
    return completed();
  }

  public static void main(String[] args) {
    run(program());
  }
}
