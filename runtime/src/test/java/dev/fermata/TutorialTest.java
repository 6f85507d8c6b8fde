package dev.fermata;

import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Woven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs of the asyncio tutorial, on virtual time. */
class TutorialTest {
  private final List<Object> output = new ArrayList<>();

  private Coroutine<Integer> callApi(String message, int result, long seconds) {
    return script("callApi")
        .step(
            in -> {
              output.add(message);
              return sleep(Duration.ofSeconds(seconds));
            })
        .step(in -> result)
        .cold();
  }

  private Coroutine<Object> showMessage() {
    var script = script("showMessage");
    for (int i = 0; i < 3; i++) {
      script
          .step(in -> sleep(Duration.ofSeconds(1)))
          .step(in -> output.add("API call is in progress..."));
    }
    return script.cold();
  }

  @Test
  void a_coroutine_prints_as_in_python() {
    assertThat(Woven.square(10).toString())
        .matches("<coroutine object Woven\\.square at 0x[0-9a-f]+>");
  }

  @Test
  void awaiting_one_after_the_other_takes_six_seconds() throws Exception {
    Duration elapsed =
        VirtualTime.run(
            () ->
                run(
                    script("main")
                        .step(in -> callApi("Get stock price of GOOG...", 300, 3))
                        .step(in -> output.add(in))
                        .step(in -> callApi("Get stock price of APPL...", 400, 3))
                        .step(in -> output.add(in))
                        .cold()));
    assertThat(elapsed).isEqualTo(Duration.ofSeconds(6));
    assertThat(output)
        .containsExactly("Get stock price of GOOG...", 300, "Get stock price of APPL...", 400);
  }

  @Test
  void tasks_beside_one_another_take_three_seconds() throws Exception {
    List<Task<?>> tasks = new ArrayList<>();
    Duration elapsed =
        VirtualTime.run(
            () ->
                run(
                    script("main")
                        .step(
                            in -> {
                              tasks.add(spawn(showMessage()));
                              tasks.add(spawn(callApi("GOOG", 300, 3)));
                              tasks.add(spawn(callApi("APPL", 300, 3)));
                              return tasks.get(1);
                            })
                        .step(in -> output.add(in))
                        .step(in -> tasks.get(2))
                        .step(in -> output.add(in))
                        .step(in -> tasks.get(0))
                        .cold()));
    assertThat(elapsed).isEqualTo(Duration.ofSeconds(3));
    String progress = "API call is in progress...";
    assertThat(output).containsExactly("GOOG", "APPL", progress, progress, progress, 300, 300);
  }

  @Test
  void gathering_with_failures_prints_values_and_messages() {
    Coroutine<Integer> failed =
        script("callApiFailed")
            .step(in -> sleep(Duration.ofSeconds(1)))
            .step(
                in -> {
                  throw new Exception("API failed");
                })
            .cold();
    List<Outcome<Integer>> outcomes =
        VirtualTime.run(
            script("main")
                .step(
                    in ->
                        gatherSettled(
                            callApi("Calling API 1 ...", 100, 1),
                            callApi("Calling API 2 ...", 200, 2),
                            failed))
                .cold());
    assertThat(output).containsExactly("Calling API 1 ...", "Calling API 2 ...");
    assertThat(outcomes.get(0) + " " + outcomes.get(1) + " " + outcomes.get(2))
        .isEqualTo("100 200 API failed");
  }
}
