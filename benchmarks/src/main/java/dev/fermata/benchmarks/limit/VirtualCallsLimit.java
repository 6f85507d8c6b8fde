package dev.fermata.benchmarks.limit;

import dev.fermata.benchmarks.futures.Calls;

/** Calls of direct entries that can't be bound, and of those of another class. */
public final class VirtualCallsLimit {
  private final LimitLoop loop = new LimitLoop();
  private final Calls calls;
  private final Service[] services = new Service[1_000];

  /** Only loads the classes that are called; at most a thousand calls. */
  public VirtualCallsLimit(Calls calls) {
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
    return (Integer) loop.run(() -> calls == Calls.OTHER_CLASS ? others(times) : virtual(times));
  }

  private static Object others(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      Object value = Other.call(i, null, null);
      if (value instanceof LimitFrame) {
        return value;
      }
      sum += (Integer) value;
    }
    return sum;
  }

  private Object virtual(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      Object value = services[i].call(i, null, null);
      if (value instanceof LimitFrame) {
        return value;
      }
      sum += (Integer) value;
    }
    return sum;
  }

  private interface Service {
    Object call(int i, LimitFrame frame, Object in);
  }

  private static final class First implements Service {
    @Override
    public Object call(int i, LimitFrame frame, Object in) {
      return i & 63;
    }
  }

  private static final class Second implements Service {
    @Override
    public Object call(int i, LimitFrame frame, Object in) {
      return i & 31;
    }
  }

  private static final class Third implements Service {
    @Override
    public Object call(int i, LimitFrame frame, Object in) {
      return i & 15;
    }
  }

  private static final class Other {
    @SuppressWarnings("UnusedVariable") // as every direct entry has them
    static Object call(int i, LimitFrame frame, Object in) {
      return i & 63;
    }
  }
}
