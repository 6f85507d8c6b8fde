package dev.fermata.woven;

import dev.fermata.Coroutine;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An async body as a list of steps: a step that returns a coroutine, a future or {@link #direct} is
 * an await, and the next step gets its value. A rescue step gets what failed before it.
 */
public final class Script {
  /** One step; what it throws goes to the next rescue step. */
  public interface Step {
    @Nullable Object run(Object in) throws Throwable;
  }

  /** A step that gets an exception. */
  public interface Rescue {
    @Nullable Object run(Throwable exception) throws Throwable;
  }

  private record Entry(@Nullable Step step, @Nullable Rescue rescue) {}

  private record Direct(Script callee) {}

  private record Tail(Object other) {}

  private final String name;
  private final List<Entry> steps = new ArrayList<>();

  private Script(String name) {
    this.name = name;
  }

  public static Script script(String name) {
    return new Script(name);
  }

  public Script step(Step step) {
    steps.add(new Entry(step, null));
    return this;
  }

  public Script rescue(Rescue rescue) {
    steps.add(new Entry(null, rescue));
    return this;
  }

  /** An await of a certain callee: its direct entry is called. */
  public static Object direct(Script callee) {
    return new Direct(callee);
  }

  /** {@code return other;}. */
  public static Object tail(Object other) {
    return new Tail(other);
  }

  /** A fresh call of the cold method. */
  public <T> Coroutine<T> cold() {
    return new Coroutine<T>() {
      @Override
      protected @Nullable Object begin() throws Throwable {
        return enter(null, null);
      }

      @Override
      protected String name() {
        return name;
      }
    };
  }

  /** A call of the hot method. */
  @SuppressWarnings("unchecked")
  public <T> CompletableFuture<T> hot() {
    Object result;
    int token = Continuations.enterHot();
    try {
      result = enter(null, null);
    } catch (Throwable t) {
      return (CompletableFuture<T>) Continuations.hotFailure(t, token);
    }
    return (CompletableFuture<T>) Continuations.hot(result, token);
  }

  /** A call of the hot method that declares a subclass. */
  @SuppressWarnings("unchecked")
  public <F extends CompletableFuture<?>> F hotInto(F future) {
    Object result;
    int token = Continuations.enterHot();
    try {
      result = enter(null, null);
    } catch (Throwable t) {
      return (F) Continuations.hotFailureInto(t, future, token);
    }
    return (F) Continuations.hotInto(result, future, token);
  }

  private @Nullable Object enter(@Nullable Frame frame, @Nullable Object resumedWith)
      throws Throwable {
    int next = 0;
    Object value = null;
    Throwable failure = null;
    if (frame != null) {
      next = frame.state;
      try {
        value = Continuations.outcome(resumedWith);
      } catch (Throwable t) {
        failure = t;
      }
    }
    for (; next < steps.size(); next++) {
      Entry entry = steps.get(next);
      if ((failure != null) != (entry.rescue != null)) {
        continue;
      }
      try {
        value = failure != null ? entry.rescue.run(failure) : entry.step.run(value);
        failure = null;
        if (value instanceof Tail tail) {
          return Continuations.delegate(tail.other);
        }
        value = await(value);
        if (value instanceof ContinuationFrame) {
          Frame mine = frame != null ? frame : new Frame(this);
          mine.state = next + 1;
          return Continuations.suspend(value, mine);
        }
      } catch (Throwable t) {
        failure = t;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  private static @Nullable Object await(@Nullable Object awaited) throws Throwable {
    if (awaited instanceof Coroutine<?> coroutine) {
      return Continuations.await(coroutine);
    }
    if (awaited instanceof CompletionStage<?> stage) {
      return Continuations.await(stage);
    }
    return awaited instanceof Direct direct ? direct.callee.enter(null, null) : awaited;
  }

  private static final class Frame extends ContinuationFrame {
    private final Script script;

    Frame(Script script) {
      this.script = script;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return script.enter(this, in);
    }

    @Override
    public StackTraceElement location() {
      return new StackTraceElement("Script", script.name, "Script.java", state);
    }
  }
}
