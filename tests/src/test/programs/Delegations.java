import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.emit;
import static dev.fermata.Fermata.emitAll;
import static dev.fermata.Fermata.end;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Delegation to sources of a user's own, by emitAll and by a loop that does the same. */
public class Delegations {
  private static final List<String> log = new ArrayList<>();

  /** Where the source fails. */
  public enum Fault {
    NONE,
    HAS_NEXT,
    NEXT,
    CLOSE,
    HAS_NEXT_AND_CLOSE
  }

  public static Object[] faults() {
    return Fault.values();
  }

  /** Elements whose every step awaits, if it is slow. */
  static final class Source implements AsyncIterable<Integer>, AsyncIterator<Integer> {
    private final boolean slow;
    private final Fault fault;
    private int next;

    Source(boolean slow, Fault fault) {
      this.slow = slow;
      this.fault = fault;
    }

    @Override
    public AsyncIterator<Integer> iterator() {
      return this;
    }

    @Async
    @Override
    public Coroutine<Boolean> hasNextAsync() {
      if (slow) {
        await(yieldNow());
      }
      if (next == 2 && fault.name().startsWith("HAS_NEXT")) {
        throw new IllegalStateException("hasNext");
      }
      return completed(next < 3);
    }

    @Async
    @Override
    public Coroutine<Integer> nextAsync() {
      if (slow) {
        await(yieldNow());
      }
      if (next == 1 && fault == Fault.NEXT) {
        throw new IllegalStateException("next");
      }
      return completed(next++);
    }

    @Async
    @Override
    public Coroutine<Void> closeAsync() {
      if (slow) {
        await(yieldNow());
      }
      log.add("closed");
      if (fault.name().endsWith("CLOSE")) {
        throw new IllegalStateException("close");
      }
      return completed();
    }
  }

  @Async
  static AsyncIterable<Integer> byEmitAll(boolean slow, Fault fault) {
    emit(-1);
    emitAll(new Source(slow, fault));
    log.add("behind");
    return end();
  }

  @Async
  static AsyncIterable<Integer> byLoop(boolean slow, Fault fault) {
    emit(-1);
    for (int element : new Source(slow, fault)) {
      emit(element);
    }
    log.add("behind");
    return end();
  }

  /** Elements of a plain source that fails. */
  private static Iterable<Integer> plain(Fault fault) {
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            if (next == 2 && fault == Fault.HAS_NEXT) {
              throw new IllegalStateException("hasNext");
            }
            return next < 3;
          }

          @Override
          public Integer next() {
            if (next == 1 && fault == Fault.NEXT) {
              throw new IllegalStateException("next");
            }
            return next++;
          }
        };
  }

  @Async
  static AsyncIterable<Integer> plainByEmitAll(Fault fault) {
    emitAll(plain(fault));
    log.add("behind");
    return end();
  }

  @Async
  static AsyncIterable<Integer> plainByLoop(Fault fault) {
    for (int element : plain(fault)) {
      emit(element);
    }
    log.add("behind");
    return end();
  }

  private static AsyncIterable<Integer> source(
      boolean all, boolean async, boolean slow, Fault fault) {
    if (async) {
      return all ? byEmitAll(slow, fault) : byLoop(slow, fault);
    }
    return all ? plainByEmitAll(fault) : plainByLoop(fault);
  }

  @Async
  public static Coroutine<List<String>> reads(
      boolean all, boolean async, boolean slow, Fault fault, int leaveAt) {
    log.clear();
    try {
      for (int element : source(all, async, slow, fault)) {
        log.add("got " + element);
        if (element == leaveAt) {
          break;
        }
      }
      log.add("left");
    } catch (IllegalStateException e) {
      log.add(e.getMessage() + " " + Arrays.toString(e.getSuppressed()));
    }
    return completed(log.stream().toList());
  }
}
