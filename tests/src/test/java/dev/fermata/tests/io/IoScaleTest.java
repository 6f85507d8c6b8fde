package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a message allocates that goes there and back: what it gives, and nothing else. */
@Tag("allocations")
class IoScaleTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "scale", "IoScale.java"));

  private static final int WARM_UP = 3_000;
  private static final int TIMES = 20_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The array of two bytes has 24, and so have the string of one byte and its array each. */
  @ParameterizedTest
  @CsvSource({"echoes, 64, 2", "echoes, 1000, 2", "lines, 2, 74", "loops, 2, 74"})
  void a_message_allocates_no_more_than_what_it_gives(String operation, int size, long most) {
    for (int i = 0; i < 3; i++) {
      Fermata.<Long>run(PROGRAM.coroutine(operation, WARM_UP, size));
    }
    long few = allocatedBy(operation, WARM_UP, size);
    long many = allocatedBy(operation, TIMES, size);
    assertThat((double) (many - few) / (TIMES - WARM_UP)).as("bytes a message").isLessThan(most);
  }

  private static long allocatedBy(String operation, int times, int size) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long sum = Fermata.<Long>run(PROGRAM.coroutine(operation, times, size));
    assertThat(sum).isEqualTo((long) times * size);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
