package dev.fermata.benchmarks.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The processor time of this process: all threads, so also the garbage collector's and the carriers
 * of virtual threads, but not those of the JIT compilers, whose work is over at some time.
 *
 * <p>On Linux it is the sum of what the kernel has counted for each thread, in nanoseconds; that is
 * exact for threads that sleep. Elsewhere it is the process's, compilers included.
 */
public final class CpuClock {
  private static final Path THREADS = Path.of("/proc/self/task");

  private CpuClock() {}

  /** Nanoseconds since some fixed time. */
  public static long nanos() {
    try {
      return ofThreads();
    } catch (IOException e) {
      return ofProcess();
    }
  }

  private static long ofThreads() throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        sum += ofThread(thread);
      }
    }
    return sum;
  }

  private static long ofThread(Path thread) throws IOException {
    try {
      String name = Files.readString(thread.resolve("comm"));
      if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
        return 0;
      }
      String counts = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(counts.substring(0, counts.indexOf(' ')));
    } catch (NoSuchFileException ended) {
      if (Files.exists(thread)) {
        throw ended;
      }
      return 0;
    }
  }

  private static long ofProcess() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getProcessCpuTime();
    }
    throw new IllegalStateException("this JVM does not tell its processor time");
  }
}
