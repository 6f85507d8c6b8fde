package dev.fermata.benchmarks.futures;

/** What a leaf of an async tree does; as in pyperformance's {@code async_tree}. */
public enum Leaf {
  /** Nothing. */
  NONE,
  /** Sleeps. */
  IO,
  /** Looks a value up that is there, and sleeps in one of ten cases. */
  MEMOIZATION,
  /** Computes, or sleeps; in turns. */
  CPU_IO_MIXED;

  /** How long a leaf sleeps. */
  public static final long SLEEP_NANOS = 50_000_000;

  private static final int ROUNDS = 200;
  private static final int ONE_OF = 10;

  /** Whether a leaf sleeps. */
  public boolean sleeps(int leaf) {
    switch (this) {
      case IO:
        return true;
      case MEMOIZATION:
        return leaf % ONE_OF == 0;
      case CPU_IO_MIXED:
        return leaf % 2 == 0;
      default:
        return false;
    }
  }

  /** What a leaf gives; some compute it. */
  public int value(int leaf) {
    if (this != CPU_IO_MIXED || leaf % 2 == 0) {
      return 1;
    }
    int value = leaf;
    for (int i = 0; i < ROUNDS; i++) {
      value = value * 1_103_515_245 + 12_345;
    }
    return value & 1;
  }
}
