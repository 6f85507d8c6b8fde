package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The iterator over an async generator. Its coroutines have no state of their own: the run has. */
final class AsyncGeneratorIterator<T extends @Nullable Object> implements AsyncIterator<T> {
  private final GeneratorRun run;
  private final Step<Boolean> hasNext;
  private final Step<T> next;
  private final Coroutine<@Nullable Void> close;
  private boolean begun;

  AsyncGeneratorIterator(GeneratorRun run) {
    this.run = run;
    hasNext = new Step<>(run, run::ensureElement, answer -> answer);
    next = new Step<>(run, run::ensureElement, answer -> run.take());
    close = close(run);
  }

  /** What closes a run, also one that has no iterator any more. */
  static Coroutine<@Nullable Void> close(GeneratorRun run) {
    return new Step<>(
        run,
        run::close,
        answer -> {
          var unused = run.closed(answer);
          return null;
        });
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    begin();
    return hasNext;
  }

  @Override
  public Coroutine<T> nextAsync() {
    begin();
    return next;
  }

  /** The loop on which an element is asked for first closes what is left open. */
  private void begin() {
    if (!begun) {
      begun = true;
      EventLoop loop = Carrier.get().loop;
      if (loop != null) {
        run.watch(loop.generators().add(this, run));
      }
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

  /** Something that drives the body: true or false, or a frame. */
  private interface Drive {
    Object start(int headroom) throws Throwable;
  }

  /** What an answer of the run means to the one who asked. */
  private interface Meaning {
    @Nullable Object of(Object answer);
  }

  /** One request to the run, as a coroutine that may be awaited again and again. */
  private static final class Step<R extends @Nullable Object> extends Coroutine<R> {
    private final GeneratorRun run;
    private final Drive drive;
    private final Meaning meaning;

    Step(GeneratorRun run, Drive drive, Meaning meaning) {
      super(Reusable.YES);
      this.run = run;
      this.drive = drive;
      this.meaning = meaning;
    }

    @Override
    protected @Nullable Object begin() throws Throwable {
      return begin(Continuations.HEADROOM);
    }

    @Override
    protected @Nullable Object begin(int headroom) throws Throwable {
      Object answer = drive.start(headroom);
      return answer instanceof ContinuationFrame
          ? Carrier.link(answer, new Answer(this))
          : meaning.of(answer);
    }

    @Override
    protected String name() {
      return run.name();
    }
  }

  /** Waits for the answer of a run that is held at an await. */
  private static final class Answer extends ContinuationFrame {
    private final Step<?> step;

    Answer(Step<?> step) {
      this.step = step;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return step.meaning.of(Objects.requireNonNullElse(Continuations.outcome(in), false));
    }
  }
}
