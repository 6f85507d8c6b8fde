package dev.fermata.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same program in Python and in Java has the same order of events. What Python 3.11 prints is
 * beside its source, {@code src/test/asyncio/order.py}.
 */
class AsyncioOrderTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "AsyncioOrder.java"));

  @ParameterizedTest
  @ValueSource(
      strings = {"lock", "semaphore", "event", "condition", "barrier", "queue", "priority"})
  void events_come_in_the_order_of_asyncio(String name) throws IOException {
    PROGRAM.<List<String>>call("taken");
    VirtualTime.<Object>run(PROGRAM.coroutine(name));
    List<String> expected = Files.readAllLines(Path.of("src", "test", "asyncio", name + ".txt"));
    assertThat(PROGRAM.<List<String>>call("taken")).isEqualTo(expected);
  }
}
