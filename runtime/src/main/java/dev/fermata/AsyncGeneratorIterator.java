package dev.fermata;

import dev.fermata.internal.DirectIterator;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The iterator over an async generator. Its coroutines have no state of their own: the run has. So
 * each is made once, of a final class of its own, whose calls a JIT compiler can bind.
 */
final class AsyncGeneratorIterator<T extends @Nullable Object>
    implements AsyncIterator<T>, DirectIterator {
  private final GeneratorRun run;
  private final HasNext hasNext;
  private final Next<T> next;
  private final Close close;

  AsyncGeneratorIterator(GeneratorRun run) {
    this.run = run;
    hasNext = new HasNext(this);
    next = new Next<>(this);
    close = new Close(run);
  }

  /** What closes a run, also one that has no iterator any more. */
  static Coroutine<@Nullable Void> close(GeneratorRun run) {
    return new Close(run);
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    return hasNext;
  }

  @Override
  public Coroutine<T> nextAsync() {
    return next;
  }

  @Override
  public @Nullable Object hasNext(int headroom) throws Throwable {
    return hasNext.begin(headroom);
  }

  @Override
  public @Nullable Object next(int headroom) throws Throwable {
    return next.begin(headroom);
  }

  /** Makes sure that there is an element, as the run does. */
  private Object ensureElement(int headroom) throws Throwable {
    if (run.isFresh()) {
      watch();
    }
    return run.ensureElement(headroom);
  }

  /** The loop on which an element is asked for first closes what is left open. */
  private void watch() {
    EventLoop loop = Carrier.get().loop;
    if (loop != null) {
      run.watch(loop.generators().add(this, run));
    }
  }

  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return close;
  }

  @Override
  public String toString() {
    return "<iterator of async generator " + run.name() + ">";
  }

  /** One request to the run, as a coroutine that may be awaited again and again. */
  private abstract static class Request<R extends @Nullable Object> extends Coroutine<R> {
    final GeneratorRun run;
    private @Nullable Answer waiting;

    Request(GeneratorRun run) {
      super(Reusable.YES);
      this.run = run;
    }

    /** The result, of what the run has answered: true, or false at the end. */
    abstract @Nullable Object result(Object answer);

    /** The result, or a frame that waits for the answer. */
    final @Nullable Object resultOf(Object answer) {
      return answer instanceof ContinuationFrame ? Carrier.link(answer, waiting()) : result(answer);
    }

    private Answer waiting() {
      if (waiting == null) {
        waiting = new Answer(this);
      }
      return waiting;
    }

    @Override
    protected final @Nullable Object begin() throws Throwable {
      return begin(Continuations.HEADROOM);
    }

    @Override
    protected abstract @Nullable Object begin(int headroom) throws Throwable;

    @Override
    protected final String name() {
      return run.name();
    }
  }

  private static final class HasNext extends Request<Boolean> {
    private final AsyncGeneratorIterator<?> iterator;

    HasNext(AsyncGeneratorIterator<?> iterator) {
      super(iterator.run);
      this.iterator = iterator;
    }

    @Override
    protected @Nullable Object begin(int headroom) throws Throwable {
      return resultOf(iterator.ensureElement(headroom));
    }

    @Override
    Object result(Object answer) {
      return answer;
    }
  }

  private static final class Next<T extends @Nullable Object> extends Request<T> {
    private final AsyncGeneratorIterator<T> iterator;

    Next(AsyncGeneratorIterator<T> iterator) {
      super(iterator.run);
      this.iterator = iterator;
    }

    @Override
    protected @Nullable Object begin(int headroom) throws Throwable {
      return run.isReady() ? run.take() : resultOf(iterator.ensureElement(headroom));
    }

    @Override
    @Nullable Object result(Object answer) {
      return run.take();
    }
  }

  private static final class Close extends Request<@Nullable Void> {
    Close(GeneratorRun run) {
      super(run);
    }

    @Override
    protected @Nullable Object begin(int headroom) throws Throwable {
      return resultOf(run.close(headroom));
    }

    @Override
    @Nullable Object result(Object answer) {
      var unused = run.closed(answer);
      return null;
    }
  }

  /** Waits for the answer of a run that is held at an await; used again at each such await. */
  private static final class Answer extends ContinuationFrame {
    private final Request<?> request;

    Answer(Request<?> request) {
      this.request = request;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      caller = null;
      return request.result(Objects.requireNonNullElse(Continuations.outcome(in), false));
    }
  }
}
