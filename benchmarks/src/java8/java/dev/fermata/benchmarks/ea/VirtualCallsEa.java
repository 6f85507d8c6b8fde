package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.Calls;
import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;

/** Awaits methods of EA Async that can't be bound, and those of another class. */
public final class VirtualCallsEa {
  private final FutureLoop loop = new FutureLoop();
  private final Calls calls;
  private final Service[] services = new Service[1_000];

  /** Only loads the classes that are called; at most a thousand calls. */
  public VirtualCallsEa(Calls calls) {
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
    return loop.run(() -> calls == Calls.OTHER_CLASS ? others(times) : virtual(times));
  }

  private CompletableFuture<Integer> others(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(Other.call(i));
    }
    return completedFuture(sum);
  }

  private CompletableFuture<Integer> virtual(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(services[i].call(i));
    }
    return completedFuture(sum);
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
