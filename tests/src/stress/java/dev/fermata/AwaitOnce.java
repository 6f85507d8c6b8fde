package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The woven form of a body that awaits one future and counts how often it goes on. */
final class AwaitOnce extends Coroutine<Object> {
  final AtomicInteger resumed = new AtomicInteger();
  private final CompletionStage<?> awaited;

  AwaitOnce(CompletionStage<?> awaited) {
    this.awaited = awaited;
  }

  @Override
  protected Object begin() throws Throwable {
    Object result = Continuations.await(awaited);
    return result instanceof ContinuationFrame
        ? Continuations.suspend(result, new Frame(this))
        : goOn(result);
  }

  /** As a call of a hot method with this body. */
  CompletableFuture<?> hot() {
    int token = Continuations.enterHot();
    Object result;
    try {
      result = begin();
    } catch (Throwable exception) {
      throw new AssertionError(exception);
    }
    return Continuations.hot(result, token);
  }

  private Object goOn(Object result) {
    resumed.incrementAndGet();
    return result;
  }

  private static final class Frame extends ContinuationFrame {
    private final AwaitOnce body;

    Frame(AwaitOnce body) {
      this.body = body;
    }

    @Override
    public Object resume(Object in) throws Throwable {
      Object value;
      try {
        value = Continuations.outcome(in);
      } catch (Throwable exception) {
        body.resumed.incrementAndGet();
        throw exception;
      }
      return body.goOn(value);
    }
  }
}
