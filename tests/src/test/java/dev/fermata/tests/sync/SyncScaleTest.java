package dev.fermata.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much an operation allocates: the hold or the permit that it gives, and nothing else. */
@Tag("allocations")
class SyncScaleTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "scale", "SyncScale.java"));

  private static final int WARM_UP = 200_000;
  private static final int TIMES = 1_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({
    "locks, 33",
    "permits, 33",
    "puts_and_takes, 1",
    "rendezvous, 1",
    "buffered, 1",
    "waits_in_a_queue, 1",
    "hand_over, 33",
  })
  void an_operation_allocates_no_more_than_what_it_gives(String operation, long most) {
    for (int i = 0; i < 3; i++) {
      Fermata.<Long>run(PROGRAM.coroutine(operation, WARM_UP));
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long sum = Fermata.<Long>run(PROGRAM.coroutine(operation, TIMES));
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(sum).isEqualTo(PROGRAM.<Long>call("expected", TIMES));
    assertThat((double) allocated / TIMES).as("bytes each time").isLessThan(most);
  }
}
