package targets;

import static dev.fermata.Fermata.*;
import static targets.GeneratorLoopExitsTarget.failingCleanup;
import static targets.GeneratorsTarget.count;
import static targets.GeneratorsTarget.failing;
import static targets.GeneratorsTarget.plain;

import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.List;

/** Generators that delegate to other sources. */
public class GeneratorDelegationsTarget {
  @Async
  static AsyncIterable<Object> everything(Probe p) {
    emit("first");
    emitAll(count(p, 2));
    emitAll(List.of("x", "y"));
    emitAll(plain(p, 1));
    emitAll(List.of());
    emit(await(p.later("last")));
    return end();
  }

  // case 141
  @Async
  public static Coroutine<Object> delegates_to_all_kinds_of_sources(Probe p) {
    for (Object x : everything(p)) { // closes
      p.log(x);
    }
    return completed("end");
  }

  // case 141
  @Async
  public static Coroutine<Object> close_reaches_the_source_of_a_delegation(Probe p) {
    for (Object x : everything(p)) { // closes
      p.log(x);
      if (x.equals(0)) {
        break;
      }
    }
    return completed("end");
  }

  @Async
  static AsyncIterable<Integer> tree(Probe p, int depth) {
    if (depth > 0) {
      emitAll(tree(p, depth - 1));
      emit(depth);
      emitAll(tree(p, depth - 1));
    } else {
      p.log(await(p.later("leaf")));
    }
    return end();
  }

  // case 141
  @Async
  public static Coroutine<Object> tree_is_walked_by_recursion(Probe p) {
    String all = "";
    for (int x : tree(p, 2)) { // closes
      all += x;
    }
    return completed(all);
  }

  // case 141
  @Async
  public static Coroutine<Object> tree_is_walked_in_part(Probe p) {
    String all = "";
    for (int x : tree(p, 2)) { // closes
      all += x;
      if (x == 2) {
        break;
      }
    }
    return completed(all + await(p.later("!")));
  }

  @Async
  static AsyncIterable<String> delegatesInTry(Probe p) {
    try {
      emitAll(failing(p));
    } catch (IllegalStateException e) {
      emit(e.getMessage());
    } finally {
      p.log(await(p.later("finally")));
    }
    return end();
  }

  // case 141
  @Async
  public static Coroutine<Object> delegation_fails_in_a_try(Probe p) {
    for (Object x : delegatesInTry(p)) { // closes
      p.log(x);
    }
    return completed("end");
  }

  @Async
  static AsyncIterable<Object> delegatesToFailingCleanup(Probe p) {
    try {
      emitAll(failingCleanup(p));
    } finally {
      p.log("outer cleanup");
    }
    return end();
  }

  // case 141
  @Async
  public static Coroutine<Object> cleanup_of_a_delegation_fails(Probe p) {
    try {
      for (Object x : delegatesToFailingCleanup(p)) { // closes
        p.log(x);
        break;
      }
    } catch (IllegalArgumentException e) {
      p.log(e);
    }
    return completed("end");
  }
}
