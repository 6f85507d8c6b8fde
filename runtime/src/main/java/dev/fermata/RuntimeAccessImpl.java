package dev.fermata;

import dev.fermata.internal.GeneratorBody;
import dev.fermata.internal.InstalledClock;
import dev.fermata.internal.RuntimeAccess;
import dev.fermata.internal.SharedSecrets;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.GeneratorFrame;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands the package's inside to the runtime's other packages. */
final class RuntimeAccessImpl implements RuntimeAccess {
  static {
    SharedSecrets.setRuntime(new RuntimeAccessImpl());
  }

  private RuntimeAccessImpl() {}

  @Override
  public ContinuationFrame hold(CompletableFuture<?> awaited) {
    return Carrier.hold(awaited);
  }

  @Override
  public ContinuationFrame sleep(Duration duration) {
    return Carrier.holdFor(SleepCoroutine.boundedNanos(duration));
  }

  @Override
  public ContinuationFrame yieldNow() {
    return Carrier.holdFor(0);
  }

  @Override
  public ContinuationFrame link(Object callee, ContinuationFrame frame) {
    return Carrier.link(callee, frame);
  }

  @Override
  public void linkAndTell(Object callee, ContinuationFrame frame, int state) {
    Carrier.linkAndTell(callee, frame, state);
  }

  @Override
  public void tell(@Nullable Object result) {
    Carrier.get().tell(result);
  }

  @Override
  public @Nullable Object askTold() {
    return Carrier.get().askTold();
  }

  @Override
  public @Nullable Object takeTold(@Nullable ContinuationFrame resumed) {
    return Carrier.get().takeTold(resumed);
  }

  @Override
  public @Nullable Object start(Coroutine<?> coroutine, int headroom) throws Throwable {
    return coroutine.start(headroom);
  }

  @Override
  public void claim(Coroutine<?> coroutine) {
    coroutine.claim();
  }

  @Override
  public @Nullable EventLoop currentLoop() {
    return Carrier.get().loop;
  }

  @Override
  public CompletableFuture<?> futureOf(CompletionStage<?> stage) {
    return Futures.futureOf(stage);
  }

  @Override
  public Throwable exceptionOf(CompletableFuture<?> failed) {
    Throwable exception = Futures.exceptionOf(failed);
    Traces.awaitedHere(exception);
    return exception;
  }

  @Override
  public void workHasBegun(EventLoop loop) {
    loop.core.workHasBegun();
  }

  @Override
  public void workHasEnded(EventLoop loop, Runnable callback) {
    loop.send(
        () -> {
          loop.core.workHasEnded();
          loop.core.ready.add(new LoopCore.OwnCallback(callback));
        });
  }

  @Override
  public void send(EventLoop loop, Runnable callback) {
    loop.send(() -> loop.core.ready.add(new LoopCore.OwnCallback(callback)));
  }

  @Override
  public boolean isHosted(EventLoop loop) {
    return loop.core.host != null;
  }

  @Override
  public Poller hostedPoller(EventLoop loop, Supplier<? extends Poller> maker) {
    Poller its = loop.core.hostedPoller;
    if (its == null) {
      its = maker.get();
      loop.core.hostedPoller = its;
    }
    return its;
  }

  @Override
  public int enterHot() {
    return Carrier.get().active.enter();
  }

  @Override
  public @Nullable Task<?> leaveHot(int token) {
    return Carrier.get().active.leave(token);
  }

  @Override
  public CompletableFuture<?> hotSuspended(@Nullable Task<?> early, ContinuationFrame outermost) {
    return HotBoundary.suspended(early, outermost);
  }

  @Override
  public CompletableFuture<?> hotSuspendedInto(
      @Nullable Task<?> early, ContinuationFrame outermost, CompletableFuture<?> future) {
    return HotBoundary.suspendedInto(early, outermost, future);
  }

  @Override
  public CompletableFuture<?> hotEnded(
      Task<?> early, @Nullable Object value, @Nullable Throwable exception) {
    return HotBoundary.ended(early, value, exception);
  }

  @Override
  public CompletableFuture<?> hotEndedInto(
      @Nullable Task<?> early,
      @Nullable Object value,
      @Nullable Throwable exception,
      CompletableFuture<?> future) {
    return HotBoundary.endedInto(early, value, exception, future);
  }

  @Override
  public void cleanTrace(Throwable exception) {
    Traces.clean(exception);
  }

  @Override
  public boolean replaces(Throwable closing, Throwable primary) {
    return primary instanceof TaskCancelled cancelled && cancelled.isReplacedBy(closing);
  }

  @Override
  public <T extends @Nullable Object> AsyncIterator<T> asyncIterator(
      String name, GeneratorBody body) {
    return new AsyncGeneratorIterator<>(new GeneratorRun(name, body));
  }

  @Override
  public <T extends @Nullable Object> Iterator<T> iterator(String name, GeneratorBody body) {
    return new GeneratorIterator<>(new GeneratorRun(name, body));
  }

  @Override
  public void emit(@Nullable Object element, GeneratorFrame frame) {
    Carrier.emit(element, frame);
  }

  @Override
  public @Nullable Object emitAll(Iterable<?> source, int headroom) throws Throwable {
    return EmitAll.begin(source, headroom);
  }

  @Override
  public void close(@Nullable Iterator<?> iterator) {
    if (iterator instanceof GeneratorIterator<?> generator) {
      generator.close();
    }
  }

  @Override
  public Throwable closeAfter(Throwable exception, @Nullable Iterator<?> iterator) {
    try {
      close(iterator);
    } catch (Throwable failure) {
      return Suppressed.add(exception, failure);
    }
    return exception;
  }

  @Override
  public Coroutine<Throwable> closeAsyncAfter(
      Throwable exception, @Nullable AsyncIterator<?> iterator) {
    return new CloseAfter(exception, iterator);
  }

  @Override
  public InstalledClock installVirtualClock() {
    return new InstalledVirtualClock();
  }
}
