package dev.fermata.benchmarks.threads;

import dev.fermata.benchmarks.futures.Calls;

/** Plain calls that can't be bound, and those of another class. */
public final class VirtualCallsPlain {
  private final Calls calls;
  private final Service[] services = new Service[1_000];

  /** Only loads the classes that are called; at most a thousand calls. */
  public VirtualCallsPlain(Calls calls) {
    this.calls = calls;
    for (int i = 0; i < services.length; i++) {
      services[i] = service(calls == Calls.THREE_TARGETS ? i % 3 : 0);
    }
  }

  private static Service service(int which) {
    if (which == 0) {
      return new First();
    }
    return which == 1 ? new Second() : new Third();
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
      sum += services[i].call(i);
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
