package dev.fermata.woven;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Async methods of one class, exactly as the compiler writes them. */
public final class Woven {
  private Woven() {}

  /**
   * <pre>{@code
   * int sum = 0;
   * for (int i = 0; i < times; i++) sum += await(future);
   * return completed(sum);
   * }</pre>
   */
  public static Coroutine<Integer> sum(CompletableFuture<Integer> future, int times) {
    return new Woven$sum$FermataCoroutine(future, times);
  }

  static @Nullable Object lambda$sum$fermata(
      CompletableFuture<Integer> future, int times, @Nullable ContinuationFrame f, Object in)
      throws Throwable {
    int sum = 0;
    int i = 0;
    Object v = null;
    boolean resumed = false;
    if (f != null) {
      Woven$sum$FermataFrame frame = (Woven$sum$FermataFrame) f;
      future = frame.future;
      times = frame.times;
      sum = frame.sum;
      i = frame.i;
      resumed = true;
    }
    for (; i < times; i++) {
      if (resumed) {
        v = Continuations.outcome(in);
        resumed = false;
      } else {
        v = Continuations.await(future);
        if (v instanceof ContinuationFrame) {
          Woven$sum$FermataFrame frame =
              f != null ? (Woven$sum$FermataFrame) f : new Woven$sum$FermataFrame();
          frame.state = 1;
          frame.future = future;
          frame.times = times;
          frame.sum = sum;
          frame.i = i;
          return Continuations.suspend(v, frame);
        }
      }
      sum += (Integer) v;
    }
    return sum;
  }

  /** {@code for (int i = 0; i < times; i++) await(yieldNow()); return completed();}. */
  public static Coroutine<@Nullable Void> yields(int times) {
    return new Coroutine<>() {
      @Override
      protected @Nullable Object begin() throws Throwable {
        return lambda$yields$fermata(times, null, null);
      }
    };
  }

  static @Nullable Object lambda$yields$fermata(
      int times, @Nullable ContinuationFrame f, @Nullable Object in) throws Throwable {
    int i = 0;
    if (f != null) {
      i = ((Yields$FermataFrame) f).i;
      Continuations.outcome(in);
      i++;
    }
    for (; i < times; i++) {
      Object v = Continuations.await(Fermata.yieldNow());
      if (v instanceof ContinuationFrame) {
        Yields$FermataFrame frame =
            f != null ? (Yields$FermataFrame) f : new Yields$FermataFrame(times);
        frame.state = 1;
        frame.i = i;
        return Continuations.suspend(v, frame);
      }
    }
    return null;
  }

  /**
   * <pre>{@code
   * await(yieldNow());
   * if (n == 0) return completed(0);
   * return completed(await(depth(n - 1)) + 1);
   * }</pre>
   */
  public static Coroutine<Integer> depth(int n, Coroutine<?> innermost) {
    return new Coroutine<>() {
      @Override
      protected @Nullable Object begin() throws Throwable {
        return lambda$depth$fermata(n, innermost, null, null);
      }
    };
  }

  static @Nullable Object lambda$depth$fermata(
      int n, Coroutine<?> innermost, @Nullable ContinuationFrame f, @Nullable Object in)
      throws Throwable {
    int state = 0;
    Depth$FermataFrame frame = (Depth$FermataFrame) f;
    if (frame != null) {
      state = frame.state;
    }
    if (state == 0) {
      Object v = Continuations.await(Fermata.yieldNow());
      if (v instanceof ContinuationFrame) {
        frame = new Depth$FermataFrame(n, innermost);
        frame.state = 1;
        return Continuations.suspend(v, frame);
      }
    }
    if (state == 1) {
      Continuations.outcome(in);
    }
    Object v;
    if (state <= 1) {
      v =
          n == 0
              ? Continuations.await(innermost)
              : lambda$depth$fermata(n - 1, innermost, null, null);
      if (v instanceof ContinuationFrame) {
        if (frame == null) {
          frame = new Depth$FermataFrame(n, innermost);
        }
        frame.state = 2;
        return Continuations.suspend(v, frame);
      }
    } else {
      v = Continuations.outcome(in);
    }
    return n == 0 ? 0 : (Integer) v + 1;
  }

  /** As {@link #sum}, with a new future each time. */
  public static Coroutine<Integer> sumOf(Supplier<CompletableFuture<Integer>> futures, int times) {
    return new Coroutine<>() {
      @Override
      protected @Nullable Object begin() throws Throwable {
        return lambda$sumOf$fermata(futures, times, null, null);
      }
    };
  }

  static @Nullable Object lambda$sumOf$fermata(
      Supplier<CompletableFuture<Integer>> futures,
      int times,
      @Nullable ContinuationFrame f,
      @Nullable Object in)
      throws Throwable {
    int sum = 0;
    int i = 0;
    if (f != null) {
      SumOf$FermataFrame frame = (SumOf$FermataFrame) f;
      sum = frame.sum + (Integer) Continuations.outcome(in);
      i = frame.i + 1;
    }
    for (; i < times; i++) {
      Object v = Continuations.await(futures.get());
      if (v instanceof ContinuationFrame) {
        SumOf$FermataFrame frame =
            f != null ? (SumOf$FermataFrame) f : new SumOf$FermataFrame(futures, times);
        frame.state = 1;
        frame.sum = sum;
        frame.i = i;
        return Continuations.suspend(v, frame);
      }
      sum += (Integer) v;
    }
    return sum;
  }

  private static final class SumOf$FermataFrame extends ContinuationFrame {
    final Supplier<CompletableFuture<Integer>> futures;
    final int times;
    int sum;
    int i;

    SumOf$FermataFrame(Supplier<CompletableFuture<Integer>> futures, int times) {
      this.futures = futures;
      this.times = times;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return lambda$sumOf$fermata(futures, times, this, in);
    }
  }

  /** {@code return completed(number * number);}. */
  public static Coroutine<Integer> square(int number) {
    return new Woven$square$FermataCoroutine(number);
  }

  static @Nullable Object lambda$square$fermata(
      int number, @Nullable ContinuationFrame f, @Nullable Object in) {
    return number * number;
  }

  /** {@code await(yieldNow()); throw new IllegalArgumentException("broken");}. */
  public static Coroutine<Integer> broken() {
    return new Woven$broken$FermataCoroutine();
  }

  static @Nullable Object lambda$broken$fermata(@Nullable ContinuationFrame f, @Nullable Object in)
      throws Throwable {
    if (f == null) {
      Object v = Continuations.await(Fermata.yieldNow());
      if (v instanceof ContinuationFrame) {
        Woven$broken$FermataFrame frame = new Woven$broken$FermataFrame();
        frame.state = 1;
        return Continuations.suspend(v, frame);
      }
    } else {
      Continuations.outcome(in);
    }
    throw new IllegalArgumentException("broken");
  }

  /** {@code return completed(await(future));}. */
  public static Coroutine<Integer> awaits(CompletableFuture<Integer> future) {
    return new Coroutine<>() {
      @Override
      protected @Nullable Object begin() throws Throwable {
        return lambda$awaits$fermata(future, null, null);
      }
    };
  }

  static @Nullable Object lambda$awaits$fermata(
      @Nullable CompletableFuture<Integer> future,
      @Nullable ContinuationFrame f,
      @Nullable Object in)
      throws Throwable {
    if (f != null) {
      return Continuations.outcome(in);
    }
    Object v = Continuations.await(future);
    if (v instanceof ContinuationFrame) {
      Awaits$FermataFrame frame = new Awaits$FermataFrame();
      frame.state = 1;
      return Continuations.suspend(v, frame);
    }
    return v;
  }

  private static final class Yields$FermataFrame extends ContinuationFrame {
    final int times;
    int i;

    Yields$FermataFrame(int times) {
      this.times = times;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return lambda$yields$fermata(times, this, in);
    }
  }

  private static final class Depth$FermataFrame extends ContinuationFrame {
    final int n;
    final Coroutine<?> innermost;

    Depth$FermataFrame(int n, Coroutine<?> innermost) {
      this.n = n;
      this.innermost = innermost;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return lambda$depth$fermata(n, innermost, this, in);
    }

    @Override
    public boolean handlesFailure() {
      return false;
    }

    @Override
    public StackTraceElement location() {
      return Continuations.location(
          "dev.fermata.woven.Woven", "depth", "Woven.java", "\u0001\u0002", state);
    }
  }

  private static final class Awaits$FermataFrame extends ContinuationFrame {
    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return lambda$awaits$fermata(null, this, in);
    }

    @Override
    public StackTraceElement location() {
      return Continuations.location(
          "dev.fermata.woven.Woven", "awaits", "Woven.java", "\u0007", state);
    }
  }
}
