package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.TreeEa;
import dev.fermata.benchmarks.futures.Leaf;
import dev.fermata.benchmarks.futures.TreeFutures;
import dev.fermata.benchmarks.kotlin.TreeKotlin;
import dev.fermata.benchmarks.limit.TreeLimit;
import dev.fermata.benchmarks.threads.TreeThreads;
import dev.fermata.benchmarks.woven.TreeFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** pyperformance's {@code async_tree}: six levels with six branches a node, each a task. */
@Described(value = "async tree, 6 levels of 6 branches", per = "a task")
@OperationsPerInvocation(AsyncTree.TASKS)
public class AsyncTree extends Workload {
  static final int TASKS = 55_987;
  private static final int LEVELS = 6;
  private static final int FEW_LEVELS = 3;

  /** What a leaf does; eager tasks begin at once and not in the next turn. */
  @Param({"none", "io", "memoization", "cpu_io_mixed", "eager"})
  public String kind;

  private Leaf leaf;
  private boolean eager;
  private int levels;

  private final TreeLimit limit = new TreeLimit();
  private final TreeFermata fermata = new TreeFermata();
  private final TreeKotlin kotlin = new TreeKotlin();
  private final TreeEa ea = new TreeEa();
  private final TreeFutures futures = new TreeFutures();

  @Override
  void prepare(String method, boolean small) {
    levels = small ? FEW_LEVELS : LEVELS;
    eager = kind.equals("eager");
    leaf =
        switch (kind) {
          case "io" -> Leaf.IO;
          case "memoization" -> Leaf.MEMOIZATION;
          case "cpu_io_mixed" -> Leaf.CPU_IO_MIXED;
          default -> Leaf.NONE;
        };
  }

  @Benchmark
  public int limit() {
    return limit.run(levels, leaf, eager);
  }

  @Benchmark
  public int fermata() {
    return fermata.run(levels, leaf, eager);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(levels, leaf, eager);
  }

  @Benchmark
  public int eaAsync() {
    return ea.run(levels, leaf, eager);
  }

  @Benchmark
  public int futures() {
    return futures.run(levels, leaf, eager);
  }

  @Benchmark
  @OnlyFor({"none", "io", "memoization", "cpu_io_mixed"})
  public int virtualThreads() {
    return TreeThreads.run(levels, leaf);
  }
}
