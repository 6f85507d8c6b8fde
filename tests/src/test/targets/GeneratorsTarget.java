package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** The bodies of generators: where they emit, what they keep, how they end. */
public class GeneratorsTarget {
  private final String name = "field";

  // Sources

  @Async
  static AsyncIterable<Integer> count(Probe p, int n) {
    p.log("start");
    try {
      for (int i = 0; i < n; i++) {
        emit(await(p.later(i)));
      }
    } finally {
      p.log("finally");
    }
    return end();
  }

  @Async
  static Iterable<Integer> plain(Probe p, int n) {
    p.log("start");
    try {
      for (int i = 0; i < n; i++) {
        p.log("before " + i);
        emit(i);
      }
    } finally {
      p.log("finally");
    }
    return end();
  }

  @Async
  static AsyncIterable<String> cleansUpSlowly(Probe p) {
    try {
      emit("a");
      emit("b");
    } finally {
      p.log(await(p.later("cleaned up")));
    }
    return end();
  }

  // Reading

  // case 136
  @Async
  public static Coroutine<Object> async_generator_is_read(Probe p) {
    int sum = 0;
    for (int x : count(p, 3)) { // closes
      p.log(x);
      sum += x;
    }
    return completed(sum + await(p.later(10)));
  }

  // case 136
  @Async
  public static Coroutine<Object> plain_generator_is_read(Probe p) {
    int sum = 0;
    for (int x : plain(p, 3)) { // closes
      sum += x + await(p.later(10));
    }
    return completed(sum);
  }

  // case 136
  @Async
  public static Coroutine<Object> nothing_runs_before_the_first_element_is_asked_for(Probe p) {
    AsyncIterable<Integer> source = count(p, 2);
    p.log("made");
    AsyncIterator<Integer> it = source.iterator();
    p.log("has an iterator");
    p.log(it.hasNext());
    p.log(it.hasNext());
    p.log(it.next());
    p.log(it.next());
    p.log(it.hasNext());
    p.log(it.hasNext());
    try {
      return completed(it.next());
    } catch (NoSuchElementException e) {
      return completed(e.getMessage());
    }
  }

  // case 136
  @Async
  public static Coroutine<Object> next_alone_reads_too(Probe p) {
    Iterator<Integer> it = plain(p, 2).iterator();
    p.log(it.next() + await(p.later(1)));
    p.log(it.next());
    p.log(it.hasNext());
    try {
      return completed(it.next());
    } catch (NoSuchElementException e) {
      return completed(e.getMessage());
    }
  }

  // case 136
  @Async
  public static Coroutine<Object> each_iterator_starts_anew(Probe p) {
    AsyncIterable<Integer> source = count(p, 1);
    int sum = 0;
    for (int x : source) { // closes
      sum += x + 1;
    }
    for (int x : source) { // closes
      sum += x + 10;
    }
    Iterable<Integer> other = plain(p, 1);
    Iterator<Integer> one = other.iterator();
    Iterator<Integer> two = other.iterator();
    return completed(sum + one.next() + two.next());
  }

  @Async
  static Iterable<Object> infinite() {
    long a = 0;
    double half = 0.5;
    while (true) {
      emit(a++ + half);
    }
  }

  // case 136
  @Async
  public static Coroutine<Object> infinite_one_is_read_in_part(Probe p) {
    double sum = 0;
    for (Object x : infinite()) { // closes
      sum += (Double) x;
      if (sum > 10) {
        break;
      }
    }
    return completed(sum + await(p.later(1)));
  }

  // What a body keeps

  @Async
  static AsyncIterable<Object> keepsEverything(
      Probe p, boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) {
    long wide = l * 2;
    double half = d / 2;
    emit(z);
    emit(b);
    wide += await(p.later(1));
    emit(c);
    emit(s + i);
    half += wide;
    emit(f);
    await(p.later("between"));
    emit(t + wide + half);
    for (long k = wide; k < wide + 2; k++) {
      emit(k);
    }
    emit(null);
    return end();
  }

  // case 137
  @Async
  public static Coroutine<Object> variables_live_across_emits(Probe p) {
    StringBuilder all = new StringBuilder();
    var source = keepsEverything(p, true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6d, "t");
    for (Object x : source) { // closes
      all.append(x).append(' ');
    }
    return completed(all.toString());
  }

  @Async
  private Iterable<String> names(String suffix) {
    String first = name;
    emit(first + suffix);
    emit(name);
    return end();
  }

  // case 137
  @Async
  public static Coroutine<Object> instance_keeps_its_receiver(Probe p) {
    String all = "";
    for (String x : new GeneratorsTarget().names("!")) { // closes
      all += x + await(p.later(","));
    }
    return completed(all);
  }

  // case 137
  @Async
  public static Coroutine<Object> lambda_is_a_generator(Probe p) {
    int base = await(p.later(40));
    Supplier<AsyncIterable<Integer>> source =
        () -> {
          emit(base + 1);
          emit(base + await(p.later(2)));
          return end();
        };
    int sum = 0;
    for (int x : source.get()) { // closes
      sum += x;
    }
    return completed(sum);
  }

  // Emits in try, catch and finally

  @Async
  static AsyncIterable<Object> emitsEverywhere(Probe p, boolean fails) {
    for (int i = 0; i < 2; i++) {
      try {
        emit("try " + i);
        if (fails) {
          await(p.fail(new IOException("in " + i)));
        }
      } catch (IOException e) {
        emit("catch " + e.getMessage());
      } finally {
        emit("finally");
        p.log(await(p.later("finally " + i)));
      }
    }
    return end();
  }

  // case 138
  @Async
  public static Coroutine<Object> emits_in_try_and_finally(Probe p) {
    for (Object x : emitsEverywhere(p, false)) { // closes
      p.log(x);
    }
    return completed("end");
  }

  // case 138
  @Async
  public static Coroutine<Object> emits_in_catch_and_finally(Probe p) {
    for (Object x : emitsEverywhere(p, true)) { // closes
      p.log(x);
    }
    return completed("end");
  }

  // case 138
  @Async
  public static Coroutine<Object> emits_while_it_is_closed(Probe p) {
    try {
      for (Object x : emitsEverywhere(p, false)) { // closes
        p.log(x);
        break;
      }
    } catch (IllegalStateException e) {
      return completed(e.getMessage());
    }
    return completed("none");
  }

  @Async
  static Iterable<Integer> catchesItsClose(Probe p) {
    try {
      emit(1);
    } catch (Throwable t) {
      p.log(t);
    }
    p.log("goes on");
    return end();
  }

  // case 138
  @Async
  public static Coroutine<Object> catches_its_close_and_ends(Probe p) {
    for (int x : catchesItsClose(p)) { // closes
      p.log(await(p.later(x)));
      break;
    }
    return completed("end");
  }

  // Failures

  @Async
  static AsyncIterable<Integer> failing(Probe p) {
    emit(1);
    await(p.later("ok"));
    if (p != null) {
      throw new IllegalStateException("no second element");
    }
    return end();
  }

  @Async
  static Iterable<Integer> failingAtOnce() {
    int zero = 0;
    emit(1 / zero);
    return end();
  }

  // case 139
  @Async
  public static Coroutine<Object> exception_comes_out_of_an_async_generator(Probe p) {
    for (int x : failing(p)) { // closes
      p.log(x);
    }
    return completed("none");
  }

  // case 139
  @Async
  public static Coroutine<Object> exception_comes_out_of_a_plain_generator(Probe p) {
    try {
      for (int x : failingAtOnce()) { // closes
        p.log(x);
      }
    } catch (ArithmeticException e) {
      p.log(await(p.later("caught")));
      throw e;
    }
    return completed("none");
  }

  // case 139
  @Async
  public static Coroutine<Object> generator_that_has_failed_has_ended(Probe p) {
    AsyncIterator<Integer> it = failing(p).iterator();
    p.log(it.next());
    try {
      p.log(it.hasNext());
    } catch (IllegalStateException e) {
      p.log(e);
    }
    p.log(it.hasNext());
    it.close();
    return completed(it.hasNext());
  }

  // Closing

  // case 140
  @Async
  public static Coroutine<Object> closed_before_its_start(Probe p) {
    AsyncIterator<Integer> it = count(p, 3).iterator();
    it.close();
    return completed(it.hasNext());
  }

  // case 140
  @Async
  public static Coroutine<Object> closed_where_it_is_held(Probe p) {
    AsyncIterator<String> it = cleansUpSlowly(p).iterator();
    p.log(it.next());
    it.close();
    p.log("closed");
    it.close();
    return completed(it.hasNext());
  }

  // case 140
  @Async
  public static Coroutine<Object> closed_with_an_element_that_nobody_has_taken(Probe p) {
    AsyncIterator<String> it = cleansUpSlowly(p).iterator();
    p.log(it.hasNext());
    it.close();
    return completed(it.hasNext());
  }

  // case 140
  @Async
  public static Coroutine<Object> closed_when_it_has_ended(Probe p) {
    AsyncIterator<Integer> it = count(p, 1).iterator();
    p.log(it.next());
    p.log(it.hasNext());
    it.close();
    return completed("end");
  }

  // case 140
  @Async
  public static Coroutine<Object> plain_one_is_closed(Probe p) throws Exception {
    Iterator<Integer> it = plain(p, 3).iterator();
    p.log(it.next() + await(p.later(1)));
    ((AutoCloseable) it).close();
    return completed(it.hasNext());
  }

  @Async
  static Iterable<Integer> readsItself(Probe p, Iterator<?>[] itself) {
    p.log("asks itself");
    try {
      p.log(itself[0].hasNext());
    } catch (IllegalStateException e) {
      p.log(e);
    }
    emit(1);
    return end();
  }

  // case 140
  @Async
  public static Coroutine<Object> body_asks_itself(Probe p) {
    Iterator<?>[] itself = new Iterator<?>[1];
    itself[0] = readsItself(p, itself).iterator();
    return completed(itself[0].next() + "" + await(p.later(1)));
  }
}
