package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Chained futures of methods that can't be bound. */
public final class VirtualCallsFutures {
  private final FutureLoop loop = new FutureLoop();
  private final Calls calls;
  private final Service[] services = new Service[1_000];

  /** Only loads the classes that are called; at most a thousand calls. */
  public VirtualCallsFutures(Calls calls) {
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
    return loop.run(
        () -> {
          CompletableFuture<Integer> sum = completedFuture(0);
          for (int i = 0; i < times; i++) {
            CompletableFuture<Integer> next =
                calls == Calls.OTHER_CLASS ? Other.call(i) : services[i].call(i);
            sum = sum.thenCombine(next, Integer::sum);
          }
          return sum;
        });
  }

  private interface Service {
    CompletableFuture<Integer> call(int i);
  }

  private static final class First implements Service {
    @Override
    public CompletableFuture<Integer> call(int i) {
      return completedFuture(i & 63);
    }
  }

  private static final class Second implements Service {
    @Override
    public CompletableFuture<Integer> call(int i) {
      return completedFuture(i & 31);
    }
  }

  private static final class Third implements Service {
    @Override
    public CompletableFuture<Integer> call(int i) {
      return completedFuture(i & 15);
    }
  }

  private static final class Other {
    static CompletableFuture<Integer> call(int i) {
      return completedFuture(i & 63);
    }
  }
}
