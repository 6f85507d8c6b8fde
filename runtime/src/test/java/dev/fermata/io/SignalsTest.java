package dev.fermata.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What no program can provoke at will. */
class SignalsTest {
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such signal")
  void a_signal_whose_turn_comes_after_the_close_goes_nowhere() {
    List<String> log = new ArrayList<>();
    try (EventLoop loop = new EventLoop()) {
      loop.setExceptionHandler((message, exception) -> log.add(message));
      loop.execute(
          () -> {
            Signals signals = Signals.receive("USR2");
            signals.close();
            signals.arrived("USR2");
            log.add("closed");
          });
      loop.run(Fermata.yieldNow());
    }
    assertThat(log).containsExactly("closed");
  }
}
