package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import dev.fermata.benchmarks.futures.Calls;

/** Awaits async methods that can't be bound, and those of another class. */
public final class VirtualCallsFermata {
  private final EventLoop loop = new EventLoop();
  private final Calls calls;
  private final Service[] services = new Service[1_000];

  /** Only loads the classes that are called; at most a thousand calls. */
  public VirtualCallsFermata(Calls calls) {
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
    return loop.run(calls == Calls.OTHER_CLASS ? others(times) : virtual(times));
  }

  @Async
  private Coroutine<Integer> others(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(Other.call(i));
    }
    return completed(sum);
  }

  @Async
  private Coroutine<Integer> virtual(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(services[i].call(i));
    }
    return completed(sum);
  }

  private interface Service {
    Coroutine<Integer> call(int i);
  }

  private static final class First implements Service {
    @Override
    @Async
    public Coroutine<Integer> call(int i) {
      return completed(i & 63);
    }
  }

  private static final class Second implements Service {
    @Override
    @Async
    public Coroutine<Integer> call(int i) {
      return completed(i & 31);
    }
  }

  private static final class Third implements Service {
    @Override
    @Async
    public Coroutine<Integer> call(int i) {
      return completed(i & 15);
    }
  }

  private static final class Other {
    @Async
    static Coroutine<Integer> call(int i) {
      return completed(i & 63);
    }
  }
}
