package dev.fermata.tests.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An element that a generator gives allocates nothing. */
@Tag("allocations")
class GeneratorScaleTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Generators.java"));

  @ParameterizedTest
  @ValueSource(strings = {"sums", "sumsSlowly"})
  void a_million_elements_take_constant_memory(String method) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Fermata.<Long>run(PROGRAM.coroutine(method, 200_000));
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    Fermata.<Long>run(PROGRAM.coroutine(method, 1_000_000));
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    // A frame is made once; the elements are in the cache of Long.
    assertThat(allocated).isLessThan(1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "sumsDeep, 0, 1000000",
    "sumsPlainDeep, 0, 1000000",
    "sumsDeep, 100, 100000",
    "sumsPlainDeep, 100, 100000"
  })
  void elements_take_constant_memory_through_any_depth(String method, int depth, int count) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Fermata.<Long>run(PROGRAM.coroutine(method, count / 5, depth));
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    Fermata.<Long>run(PROGRAM.coroutine(method, count, depth));
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    // Less than a byte for each element and level; a frame of each level is made once.
    assertThat(allocated).isLessThan(count * Math.max(depth, 1L));
  }
}
