import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Recursions of every kind, much deeper than a stack. */
public class Depths {
  /** A recursion that adds one at each level to what is awaited at the innermost. */
  interface Level {
    Coroutine<Integer> down(int depth, CompletionStage<Integer> innermost);
  }

  @Async
  static Coroutine<Integer> statically(int depth, CompletionStage<Integer> innermost) {
    if (depth == 0) {
      return completed(await(innermost));
    }
    return completed(await(statically(depth - 1, innermost)) + 1);
  }

  @Async
  private Coroutine<Integer> privately(int depth, CompletionStage<Integer> innermost) {
    if (depth == 0) {
      return completed(await(innermost));
    }
    return completed(await(privately(depth - 1, innermost)) + 1);
  }

  @Async
  Coroutine<Integer> virtually(int depth, CompletionStage<Integer> innermost) {
    if (depth == 0) {
      return completed(await(innermost));
    }
    return completed(await(virtually(depth - 1, innermost)) + 1);
  }

  static final class Throughout implements Level {
    private final Level[] next = {this};

    @Async
    @Override
    public Coroutine<Integer> down(int depth, CompletionStage<Integer> innermost) {
      if (depth == 0) {
        return completed(await(innermost));
      }
      return completed(await(next[0].down(depth - 1, innermost)) + 1);
    }
  }

  /** The same, hot. */
  interface HotLevel {
    CompletableFuture<Integer> down(int depth, CompletionStage<Integer> innermost);
  }

  static final class HotThroughout implements HotLevel {
    private final HotLevel[] next = {this};

    @Async
    @Override
    public CompletableFuture<Integer> down(int depth, CompletionStage<Integer> innermost) {
      if (depth == 0) {
        return CompletableFuture.completedFuture(await(innermost));
      }
      return CompletableFuture.completedFuture(await(next[0].down(depth - 1, innermost)) + 1);
    }
  }

  static final class Even {
    @Async
    static Coroutine<Integer> even(int depth, CompletionStage<Integer> innermost) {
      if (depth == 0) {
        return completed(await(innermost));
      }
      return completed(await(within(depth, innermost)) + 1);
    }

    @Async
    static Coroutine<Integer> within(int depth, CompletionStage<Integer> innermost) {
      return completed(await(Odd.odd(depth - 1, innermost)));
    }
  }

  static final class Odd {
    @Async
    static Coroutine<Integer> odd(int depth, CompletionStage<Integer> innermost) {
      if (depth == 0) {
        return completed(await(innermost));
      }
      return completed(await(Even.even(depth - 1, innermost)) + 1);
    }
  }

  static int cleanedUp;

  @Async
  static Coroutine<Integer> with_finally(int depth, CompletionStage<Integer> innermost) {
    try {
      if (depth == 0) {
        return completed(await(innermost));
      }
      return completed(await(with_finally(depth - 1, innermost)) + 1);
    } finally {
      cleanedUp++;
    }
  }

  @Async
  static Coroutine<Integer> delegating(int depth, CompletionStage<Integer> innermost) {
    if (depth == 0) {
      return completed(await(innermost));
    }
    return delegating(depth - 1, innermost);
  }

  @Async
  static CompletableFuture<Integer> hot(int depth, CompletionStage<Integer> innermost) {
    if (depth == 0) {
      return CompletableFuture.completedFuture(await(innermost));
    }
    return CompletableFuture.completedFuture(await(hot(depth - 1, innermost)) + 1);
  }

  @Async
  private CompletableFuture<Integer> hot_privately(int depth, CompletionStage<Integer> innermost) {
    if (depth == 0) {
      return CompletableFuture.completedFuture(await(innermost));
    }
    return CompletableFuture.completedFuture(await(hot_privately(depth - 1, innermost)) + 1);
  }

  static AsyncCallable<Integer> lambda(int depth, CompletionStage<Integer> innermost) {
    return () ->
        depth == 0 ? await(innermost) : await(async(lambda(depth - 1, innermost))) + 1;
  }

  @Async
  static AsyncIterable<Integer> elements(int depth, CompletionStage<Integer> innermost) {
    if (depth == 0) {
      emit(await(innermost));
    } else {
      emitAll(elements(depth - 1, innermost));
    }
    return end();
  }

  @Async
  static Coroutine<Integer> delegating_generators(int depth, CompletionStage<Integer> innermost) {
    int sum = 0;
    for (int element : elements(depth, innermost)) {
      sum += element;
    }
    return completed(sum);
  }

  /** Every kind by its name. */
  @Async
  public static Coroutine<Integer> go(
      String kind, int depth, CompletionStage<Integer> innermost) {
    return completed(
        await(
            switch (kind) {
              case "statically" -> statically(depth, innermost);
              case "privately" -> new Depths().privately(depth, innermost);
              case "virtually" -> new Depths().virtually(depth, innermost);
              case "throughAnInterface" -> new Throughout().down(depth, innermost);
              case "hotThroughAnInterface" -> future(new HotThroughout().down(depth, innermost));
              case "overTwoClasses" -> Even.even(depth, innermost);
              case "withFinally" -> with_finally(depth, innermost);
              case "delegating" -> delegating(depth, innermost);
              case "hot" -> future(hot(depth, innermost));
              case "hotPrivately" -> future(new Depths().hot_privately(depth, innermost));
              case "lambda" -> async(lambda(depth, innermost));
              case "generators" -> delegating_generators(depth, innermost);
              default -> throw new IllegalArgumentException(kind);
            }));
  }

  @Async
  static Coroutine<Integer> future(CompletableFuture<Integer> future) {
    return completed(await(future));
  }

  public static CompletableFuture<Integer> off_loop(int depth, CompletionStage<Integer> innermost) {
    return hot(depth, innermost);
  }

  public static int takeCleanedUp() {
    int count = cleanedUp;
    cleanedUp = 0;
    return count;
  }
}
