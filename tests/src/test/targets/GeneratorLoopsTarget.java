package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Loops over generators, which close them however they are left. */
public class GeneratorLoopsTarget {
  @Async
  static AsyncIterable<Integer> numbers(Probe p, String name) {
    try {
      for (int i = 0; ; i++) {
        emit(i);
      }
    } finally {
      p.log(await(p.later("end of " + name)));
    }
  }

  @Async
  static AsyncIterable<Integer> few(Probe p, String name) {
    try {
      emit(await(p.later(1)));
      emit(2);
    } finally {
      p.log("end of " + name);
    }
    return end();
  }

  @Async
  static Iterable<Integer> plain(Probe p, String name) {
    try {
      for (int i = 0; ; i++) {
        emit(i);
      }
    } finally {
      p.log("end of " + name);
    }
  }

  static boolean isTwo(int x) {
    return x == 2;
  }

  // case 142
  @Async
  public static Coroutine<Object> break_out_of_it(Probe p) {
    for (int x : numbers(p, "a")) { // closes
      if (x == 1) {
        p.log("found");
        break;
      }
      p.log(await(p.later("read")));
    }
    return completed(await(p.later("behind")));
  }

  // case 142
  @Async
  public static Coroutine<Object> break_on_a_condition_alone(Probe p) {
    int n = 0;
    for (int x : numbers(p, "a")) { // closes
      n += x;
      if (isTwo(x)) break;
    }
    return completed(n);
  }

  // case 142
  @Async
  public static Coroutine<Object> always_breaks(Probe p) {
    int n = 0;
    for (int x : numbers(p, "a")) { // closes
      n = x + await(p.later(5));
      break;
    }
    return completed(n);
  }

  // case 142
  @Async
  public static Coroutine<Object> continues_on_a_condition(Probe p) {
    int n = 0;
    for (int x : few(p, "a")) { // closes
      if (x == 1) continue;
      n += x;
    }
    return completed(n + await(p.later(1)));
  }

  // case 142
  @Async
  public static Coroutine<Object> return_out_of_it(Probe p) {
    long wide = 5;
    for (int x : numbers(p, "a")) { // closes
      if (x == 1) {
        return completed(p.see(wide + x));
      }
    }
    return completed("none");
  }

  // case 142
  @Async
  public static Coroutine<Object> always_returns(Probe p) {
    for (int x : numbers(p, "a")) { // closes
      return completed(x + await(p.later(1)));
    }
    return completed("none");
  }

  @Async
  static Coroutine<Object> other(Probe p) {
    p.log("other");
    return completed(await(p.later("of other")));
  }

  // case 142
  @Async
  public static Coroutine<Object> returns_what_it_awaits(Probe p) {
    for (int x : numbers(p, "a")) { // closes
      Object awaited = await(other(p));
      return completed(awaited + " " + x);
    }
    return completed("none");
  }

  // case 142
  @Async
  public static Coroutine<Object> throw_out_of_it(Probe p) throws IOException {
    for (int x : numbers(p, "a")) { // closes
      if (x == 1) {
        throw new IOException("body");
      }
    }
    return completed("none");
  }

  // case 142
  @Async
  public static Coroutine<Object> always_throws(Probe p) {
    String text = null;
    try {
      for (int x : few(p, "a")) { // closes
        text = "text " + x;
        throw new IllegalStateException(text);
      }
    } catch (IllegalStateException e) {
      p.log(text);
      p.log(e);
    }
    return completed(text);
  }

  // case 143
  @Async
  public static Coroutine<Object> labelled_continue_and_break(Probe p) {
    int turns = 0;
    outer: for (int x : numbers(p, "outer")) { // closes
      for (int y : plain(p, "inner " + x)) { // closes
        turns++;
        if (x == 2) {
          break outer;
        }
        if (y == 1) {
          continue outer;
        }
      }
    }
    return completed(turns);
  }

  // case 143
  @Async
  public static Coroutine<Object> nested_async_loops(Probe p) {
    int n = 0;
    outer: for (int x : few(p, "outer")) { // closes
      for (int y : few(p, "inner")) { // closes
        if (x == 2) {
          continue outer;
        }
        n += x * y;
      }
      p.log("turn");
    }
    return completed(n);
  }

  // case 143
  @Async
  public static Coroutine<Object> return_out_of_two(Probe p) {
    for (int x : plain(p, "outer")) { // closes
      for (int y : numbers(p, "inner")) { // closes
        if (x + y == 2) {
          return completed(p.see(x + y));
        }
      }
    }
    return completed("none");
  }

  // case 143
  @Async
  public static Coroutine<Object> exception_out_of_two(Probe p) {
    try {
      for (int x : numbers(p, "outer")) { // closes
        for (int y : numbers(p, "inner")) { // closes
          await(p.fail(new IllegalStateException("body " + x + y)));
        }
      }
    } catch (IllegalStateException e) {
      p.log(e);
    }
    return completed("end");
  }

  // case 143
  @Async
  public static Coroutine<Object> one_behind_the_other(Probe p) {
    int n = 0;
    for (int x : numbers(p, "first")) { // closes
      n += x;
      if (x == 1) break;
    }
    for (int x : plain(p, "second")) { // closes
      n += x;
      if (x == 1) break;
    }
    return completed(n);
  }

  // case 143
  @Async
  public static Coroutine<Object> loop_in_an_endless_loop(Probe p) {
    int rounds = 0;
    while (true) {
      for (int x : plain(p, "round " + rounds)) { // closes
        if (x == 1) break;
        p.log(await(p.later(x)));
      }
      if (++rounds == 2) {
        return completed(rounds);
      }
    }
  }

  // case 143
  @Async
  public static Coroutine<Object> labelled_blocks(Probe p) {
    found: {
      for (int x : numbers(p, "a")) { // closes
        if (x == 2) {
          break found;
        }
      }
      return completed("none");
    }
    return completed(await(p.later("found")));
  }

  // Other iterators

  /** A generator that is the iterator of a class. */
  static final class Tree implements Iterable<String> {
    private final Probe p;

    Tree(Probe p) {
      this.p = p;
    }

    @Override
    @Async
    public Iterator<String> iterator() {
      try {
        emit("left");
        emit("right");
      } finally {
        p.log("end of the tree");
      }
      return end();
    }
  }

  // case 147
  @Async
  public static Coroutine<Object> class_whose_iterator_is_a_generator(Probe p) {
    for (String side : new Tree(p)) { // closes
      p.log(await(p.later(side)));
      break;
    }
    return completed("end");
  }

  // case 147
  @Async
  public static Coroutine<Object> other_iterables_are_left_alone(Probe p) {
    Iterable<String> list = List.of("x", "y");
    for (String x : list) { // closes
      p.log(await(p.later(x)));
      break;
    }
    for (String x : List.of("z")) {
      p.log(await(p.later(x)));
    }
    return completed("end");
  }

  // case 147
  @Async
  public static Coroutine<Object> held_iterator_goes_on_behind_the_loop(Probe p) {
    AsyncIterator<Integer> it = numbers(p, "held").iterator();
    while (it.hasNext()) {
      if (it.next() == 1) {
        break;
      }
    }
    p.log(it.next());
    it.close();
    return completed("end");
  }

  /** An async iterator of a target's own. */
  static final class Own implements AsyncIterable<Integer>, AsyncIterator<Integer> {
    private final Probe p;
    private int left = 2;

    Own(Probe p) {
      this.p = p;
    }

    @Override
    public AsyncIterator<Integer> iterator() {
      return this;
    }

    @Override
    @Async
    public dev.fermata.Coroutine<Boolean> hasNextAsync() { // stays cold
      await(p.later("has next"));
      return completed(left > 0); // stays cold
    }

    @Override
    @Async
    public dev.fermata.Coroutine<Integer> nextAsync() { // stays cold
      return completed(left--); // stays cold
    }

    @Override
    @Async
    public dev.fermata.Coroutine<Void> closeAsync() { // stays cold
      p.log(await(p.later("closed")));
      return completed(); // stays cold
    }
  }

  // case 147
  @Async
  public static Coroutine<Object> async_iterator_of_ones_own_is_closed_at_its_end(Probe p) {
    for (int x : new Own(p)) { // closes
      p.log(x);
    }
    return completed("end");
  }

  // case 147
  @Async
  public static Coroutine<Object> async_iterator_of_ones_own_is_left(Probe p) {
    for (int x : new Own(p)) { // closes
      p.log(x);
      break;
    }
    return completed("end");
  }
}
