import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Method references to await, which can't suspend. */
class AwaitAsMethodReference {
  @Async
  static Coroutine<Integer> inside(CompletableFuture<Integer> f) {
    Function<CompletionStage<Integer>, Integer> g = Fermata::await; // ERROR: FER-107
    return completed(g.apply(f) + await(f));
  }

  static Function<Coroutine<String>, String> outside() {
    return Fermata::await; // ERROR: FER-107
  }

  static List<Integer> all(List<CompletableFuture<Integer>> fs) {
    return fs.stream().<Integer>map(Fermata::await).toList(); // ERROR: FER-107
  }
}
