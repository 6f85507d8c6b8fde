package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Awaits that declare the checked exceptions of what they await. */
public class DeclaredExceptionsTarget {
  @Async
  static Coroutine<String> fails(Probe p, Exception exception) throws Exception {
    String value = await(p.later("callee"));
    if (exception != null) {
      throw exception;
    }
    return completed(value);
  }

  // case 83
  @Async
  public static Coroutine<Object> of_a_coroutine(Probe p) throws Exception {
    try {
      return completed(await(fails(p, new IOException("io")), IOException.class));
    } catch (IOException e) {
      p.log("caught " + e.getMessage());
      return completed(await(p.later("after")));
    }
  }

  // case 83
  @Async
  public static Coroutine<Object> of_a_future(Probe p) {
    CompletableFuture<String> failed = CompletableFuture.failedFuture(new IOException("io"));
    try {
      return completed(await(p.later("before")) + await(failed, IOException.class));
    } catch (IOException e) {
      p.log("caught " + e.getMessage());
      return completed(await(p.later("after")));
    }
  }

  // case 83
  @Async
  public static Coroutine<Object> two_of_them(Probe p) throws Exception {
    int caught = 0;
    for (Exception one : new Exception[] {new IOException(), new TimeoutException(), null}) {
      try {
        p.log(await(fails(p, one), IOException.class, TimeoutException.class));
      } catch (IOException e) {
        caught += 1;
      } catch (TimeoutException e) {
        caught += 10;
      }
    }
    return completed(caught);
  }

  private static Class<IOException> chosen(Probe p) {
    p.log("chosen");
    return IOException.class;
  }

  // case 83
  @Async
  public static Coroutine<Object> the_class_is_computed(Probe p) throws Exception {
    Class<TimeoutException> local = TimeoutException.class;
    try {
      p.log(await(p.later("w"), chosen(p), local));
      p.log(await(p.later("x"), chosen(p)));
      return completed(await(CompletableFuture.failedFuture(new IOException("io")), chosen(p)));
    } catch (IOException e) {
      return completed(e.getMessage());
    }
  }
}
