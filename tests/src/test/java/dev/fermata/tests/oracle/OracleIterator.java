package dev.fermata.tests.oracle;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.GeneratorClosed;
import dev.fermata.tests.probe.Probe;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The iterator over a generator in an oracle run. The body runs unwoven on a thread of its own,
 * which is held in {@code emit} until the next element is asked for; one of the two threads runs at
 * a time.
 *
 * @param <T> the type of the elements
 */
public final class OracleIterator<T extends @Nullable Object> implements AsyncIterator<T> {
  /** The unwoven body of a generator. */
  @FunctionalInterface
  interface Body {
    /** Runs it. */
    void run() throws InvocationTargetException;
  }

  private enum State {
    FRESH,
    RUNNING,
    HELD,
    ENDED
  }

  /** An answer of the body's thread: an element, or how the body has ended. */
  private record Answer(boolean isElement, @Nullable Object element, @Nullable Throwable failure) {}

  /** What the body's thread is asked for: to go on, or to throw. */
  private record Request(@Nullable Throwable exception) {}

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "generator of an oracle");
            thread.setDaemon(true);
            return thread;
          });

  private static final ThreadLocal<@Nullable OracleIterator<?>> RUNNING = new ThreadLocal<>();

  /** Those of the run that this thread belongs to. */
  private static final ThreadLocal<List<OracleIterator<?>>> OF_RUN =
      ThreadLocal.withInitial(ArrayList::new);

  private final String name;
  private final Body body;
  private final SynchronousQueue<Request> requests = new SynchronousQueue<>();
  private final SynchronousQueue<Answer> answers = new SynchronousQueue<>();
  private State state = State.FRESH;
  private boolean hasElement;
  private @Nullable Object element;

  OracleIterator(String name, Body body) {
    this.name = name;
    this.body = body;
    OF_RUN.get().add(this);
  }

  /** Ends the bodies that this thread's run has left open, whatever they do then. */
  static void closeOpen() {
    List<OracleIterator<?>> all = List.copyOf(OF_RUN.get());
    OF_RUN.remove();
    for (OracleIterator<?> one : all) {
      one.dropElement();
      for (int i = 0; one.state == State.HELD && i < 100; i++) {
        var unused = one.ask(new Request(closed()));
      }
    }
  }

  /** Gives an element to the one who asks, on the thread of a body. */
  static void emit(@Nullable Object element) {
    OracleIterator<?> running = RUNNING.get();
    if (running == null) {
      throw new IllegalStateException("emit outside of a generator of the oracle");
    }
    put(running.answers, new Answer(true, element, null));
    Throwable exception = take(running.requests).exception();
    if (exception != null) {
      throw OracleIterator.<RuntimeException>sneak(exception);
    }
  }

  @Override
  public boolean hasNext() {
    if (hasElement) {
      return true;
    }
    if (state == State.ENDED) {
      return false;
    }
    Answer answer = ask(new Request(null));
    if (answer.failure() != null) {
      throw OracleIterator.<RuntimeException>sneak(answer.failure());
    }
    hasElement = answer.isElement();
    element = answer.element();
    return hasElement;
  }

  @Override
  @SuppressWarnings("unchecked")
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the generator '" + name + "' has ended");
    }
    Object taken = element;
    dropElement();
    return (T) taken;
  }

  private void dropElement() {
    hasElement = false;
    element = null;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public void close() {
    dropElement();
    if (state == State.FRESH) {
      state = State.ENDED;
    }
    if (state == State.ENDED) {
      return;
    }
    GeneratorClosed reason = closed();
    Answer answer = ask(new Request(reason));
    if (answer.isElement()) {
      throw new IllegalStateException("the generator '" + name + "' emits while it is closed");
    }
    Throwable failure = answer.failure();
    if (failure == reason) {
      failure = null;
      for (Throwable suppressed : reason.getSuppressed()) {
        if (failure == null) {
          failure = suppressed;
        } else {
          failure.addSuppressed(suppressed);
        }
      }
    }
    if (failure != null) {
      throw OracleIterator.<RuntimeException>sneak(failure);
    }
  }

  private Answer ask(Request request) {
    if (state == State.RUNNING) {
      throw new IllegalStateException("the generator '" + name + "' is running already");
    }
    if (state == State.FRESH) {
      start();
    }
    state = State.RUNNING;
    put(requests, request);
    Answer answer = take(answers);
    state = answer.isElement() ? State.HELD : State.ENDED;
    return answer;
  }

  private void start() {
    Probe probe = Probe.current();
    int[] suspensions = OracleFermata.counter();
    List<OracleIterator<?>> ofRun = OF_RUN.get();
    THREADS.execute(
        () -> {
          Probe.setCurrent(probe);
          OracleFermata.shareCounter(suspensions);
          OF_RUN.set(ofRun);
          RUNNING.set(this);
          var unused = take(requests);
          Throwable failure = null;
          try {
            body.run();
          } catch (InvocationTargetException e) {
            failure = e.getCause();
          } finally {
            RUNNING.remove();
            OF_RUN.remove();
            Probe.setCurrent(null);
          }
          put(answers, new Answer(false, null, failure));
        });
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    return new OracleCoroutine<>(this::hasNext);
  }

  @Override
  public Coroutine<T> nextAsync() {
    return new OracleCoroutine<>(this::next);
  }

  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return new OracleCoroutine<>(
        () -> {
          close();
          return null;
        });
  }

  private static GeneratorClosed closed() {
    try {
      Constructor<GeneratorClosed> constructor = GeneratorClosed.class.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("GeneratorClosed can't be made", e);
    }
  }

  private static <E> void put(SynchronousQueue<E> queue, E element) {
    try {
      queue.put(element);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <E> E take(SynchronousQueue<E> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> RuntimeException sneak(Throwable exception) throws X {
    throw (X) exception;
  }
}
