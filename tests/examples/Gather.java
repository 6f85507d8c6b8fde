import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Coroutine;
import dev.fermata.Outcome;
import dev.fermata.annotations.Async;
import java.time.Duration;
import java.util.List;

/** Three calls at once, one of which fails: gatherSettled gives the outcome of each. */
class Gather {
  static class ApiException extends RuntimeException {
    ApiException(String message) {
      super(message);
    }
  }

  @Async
  static Coroutine<Integer> callApi(String message, int result, Duration delay) {
    System.out.println(message);
    await(sleep(delay));
    return completed(result);
  }

  @Async
  static Coroutine<Integer> callApiFailed() {
    await(sleep(Duration.ofSeconds(1)));
    throw new ApiException("API failed");
  }

  @Async
  static Coroutine<Void> program() {
    List<Outcome<Integer>> outcomes =
        await(
            gatherSettled(
                callApi("Calling API 1 ...", 100, Duration.ofSeconds(1)),
                callApi("Calling API 2 ...", 200, Duration.ofSeconds(2)),
                callApiFailed()));
    System.out.println(outcomes.get(0) + " " + outcomes.get(1) + " " + outcomes.get(2));
    return completed();
  }

  public static void main(String[] args) {
    run(program());
  }
}
