package dev.fermata.benchmarks.threads;

import dev.fermata.benchmarks.futures.Calls;

/** Plain calls that can't be bound, and those of another class. */
public final class VirtualCallsPlain {
  private final Calls calls;
  private final Service[] services;

  /** Only loads the classes that are called. */
  public VirtualCallsPlain(Calls calls) {
    this.calls = calls;
    services =
        calls == Calls.THREE_TARGETS
            ? new Service[] {new First(), new Second(), new Third()}
            : new Service[] {new First()};
  }

  /** Gives the sum of the results. */
  public int run(int times) {
    return calls == Calls.OTHER_CLASS ? others(times) : virtual(times);
  }

  private int others(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += Other.call(i);
    }
    return sum;
  }

  private int virtual(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += services[i % services.length].call(i);
    }
    return sum;
  }

  private interface Service {
    int call(int i);
  }

  private static final class First implements Service {
    @Override
    public int call(int i) {
      return i & 63;
    }
  }

  private static final class Second implements Service {
    @Override
    public int call(int i) {
      return i & 31;
    }
  }

  private static final class Third implements Service {
    @Override
    public int call(int i) {
      return i & 15;
    }
  }

  private static final class Other {
    static int call(int i) {
      return i & 63;
    }
  }
}
