package dev.fermata.tests.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a target program gets: it makes the things that the program awaits, numbers them by order of
 * creation from 1, gives each the outcome that the mode says, and keeps the log of side effects.
 * Confined to one thread.
 */
public final class Probe {
  private static final ThreadLocal<@Nullable Probe> CURRENT = new ThreadLocal<>();

  private final Mode mode;
  private final Supplier<CompletableFuture<@Nullable Object>> futures;
  private final List<Thing> things = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final List<Object> watched = new ArrayList<>();

  /** A probe for one run. */
  public Probe(Mode mode) {
    this(mode, CompletableFuture::new);
  }

  /** A probe whose things have futures of another class. */
  public Probe(Mode mode, Supplier<CompletableFuture<@Nullable Object>> futures) {
    this.mode = mode;
    this.futures = futures;
  }

  /** The probe of the run on this thread. */
  public static Probe current() {
    Probe probe = CURRENT.get();
    if (probe == null) {
      throw new IllegalStateException("no target runs on this thread");
    }
    return probe;
  }

  /** Makes it, or none, the probe of this thread. */
  public static void setCurrent(@Nullable Probe probe) {
    if (probe == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(probe);
    }
  }

  /** A thing that succeeds with a value, and fails with a {@link ProbeException} where told so. */
  public <T extends @Nullable Object> CompletableFuture<T> later(T value) {
    return make(value, new ProbeException("thing " + (things.size() + 1)), false);
  }

  /**
   * A thing that succeeds with a value, and fails with the exception where told so.
   *
   * @throws X never; it is declared so that a target may catch it
   */
  @SuppressWarnings("unused")
  public <T extends @Nullable Object, X extends Throwable> CompletableFuture<T> laterOr(
      T value, X exception) throws X {
    return make(value, exception, false);
  }

  /**
   * A thing that always fails with the exception.
   *
   * @throws X never; it is declared so that a target may catch it
   */
  @SuppressWarnings("unused")
  public <T extends @Nullable Object, X extends Throwable> CompletableFuture<T> fail(X exception)
      throws X {
    return make(null, exception, true);
  }

  /** Notes a side effect. */
  public void log(@Nullable Object effect) {
    log.add(Rendering.of(effect, this));
  }

  /** Notes a value as a side effect and gives it back, to make the order of evaluation visible. */
  public <T extends @Nullable Object> T see(T value) {
    log.add("see " + Rendering.of(value, this));
    return value;
  }

  /** Gives an object back whose monitor must be free whenever the task is held. */
  public <T> T watch(T lock) {
    watched.add(lock);
    return lock;
  }

  /** Whether this thread has the monitor of a watched object. */
  public boolean holdsMonitor() {
    return watched.stream().anyMatch(Thread::holdsLock);
  }

  /** The mode of the run. */
  public Mode mode() {
    return mode;
  }

  /** The log of side effects. */
  public List<String> effects() {
    return Collections.unmodifiableList(log);
  }

  /** How many things were made. */
  public int size() {
    return things.size();
  }

  /** The thing whose future it is. */
  public Optional<Thing> thingOf(Object future) {
    return things.stream().filter(thing -> thing.future() == future).findFirst();
  }

  /** The first thing that a task waits for now. */
  public Optional<Thing> awaited() {
    return things.stream().filter(Thing::isAwaited).findFirst();
  }

  /** The number of the thing that fails with this very exception; 0 if there is none. */
  public int numberOf(Throwable exception) {
    for (Thing thing : things) {
      if (thing.failure() == exception) {
        return thing.number();
      }
    }
    return 0;
  }

  @SuppressWarnings("unchecked")
  private <T extends @Nullable Object> CompletableFuture<T> make(
      @Nullable Object value, Throwable exception, boolean always) {
    int number = things.size() + 1;
    boolean fails = always || mode.failing().contains(number);
    Thing thing = new Thing(number, value, fails ? exception : null, futures.get());
    things.add(thing);
    if (!mode.isPending(number)) {
      thing.settle();
    }
    return (CompletableFuture<T>) (CompletableFuture<?>) thing.future();
  }
}
