import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.List;

class MisplacedEmit {
  @Async
  static Coroutine<Void> coroutine() {
    emit(1); // ERROR: FER-108
    return completed();
  }

  static void plain() {
    emitAll(List.of(1)); // ERROR: FER-108
  }

  @Async
  static Iterable<Integer> awaits() {
    await(yieldNow()); // ERROR: FER-109
    emit(1);
    return end();
  }
}
