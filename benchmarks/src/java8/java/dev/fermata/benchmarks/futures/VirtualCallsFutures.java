package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Chained futures of methods that can't be bound. */
public final class VirtualCallsFutures {
  private final FutureLoop loop = new FutureLoop();
  private final Calls calls;
  private final Service[] services;

  /** Only loads the classes that are called. */
  public VirtualCallsFutures(Calls calls) {
    this.calls = calls;
    services =
        calls == Calls.THREE_TARGETS
            ? new Service[] {new First(), new Second(), new Third()}
            : new Service[] {new First()};
  }

  /** Gives the sum of the results. */
  public int run(int times) {
    return loop.run(
        () -> {
          CompletableFuture<Integer> sum = completedFuture(0);
          for (int i = 0; i < times; i++) {
            CompletableFuture<Integer> next =
                calls == Calls.OTHER_CLASS ? Other.call(i) : services[i % services.length].call(i);
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
