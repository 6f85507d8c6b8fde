import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;

/** An abstract async method says to its readers that its implementations are async: fine. */
interface AbstractMethod {
  @Async
  Coroutine<Integer> fine();
}
