package dev.fermata.benchmarks.limit;

import dev.fermata.benchmarks.futures.Calls;

/** Calls of direct entries that can't be bound, and of those of another class. */
public final class VirtualCallsLimit {
  private final LimitLoop loop = new LimitLoop();
  private final Calls calls;
  private final Service[] services;

  /** Only loads the classes that are called. */
  public VirtualCallsLimit(Calls calls) {
    this.calls = calls;
    services =
        calls == Calls.THREE_TARGETS
            ? new Service[] {new First(), new Second(), new Third()}
            : new Service[] {new First()};
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
      Object value = services[i % services.length].call(i, null, null);
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
