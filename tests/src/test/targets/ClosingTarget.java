package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;

/**
 * Resources whose close does not await, and exceptions that suppress others; in the language of
 * Java 8.
 */
public class ClosingTarget {
  static final class Resource implements AutoCloseable {
    private final Probe p;
    private final String name;
    private final Exception failure;

    Resource(Probe p, String name, Exception failure) {
      this.p = p;
      this.name = name;
      this.failure = failure;
      p.log("open " + name);
    }

    @Override
    public void close() throws Exception {
      p.log("close " + name);
      if (failure != null) {
        throw failure;
      }
    }
  }

  static Resource open(Probe p, String name) {
    return new Resource(p, name, null);
  }

  static Resource failing(Probe p, String name) {
    return new Resource(p, name, new IOException("close of " + name));
  }

  // case 94
  @Async
  public static Coroutine<Object> three_that_fail(Probe p) throws Exception {
    try (Resource a = failing(p, "a");
        Resource b = failing(p, "b");
        Resource c = failing(p, "c")) {
      p.log(await(p.later(a.name + b.name + c.name)));
    }
    return completed("end");
  }

  // case 94
  @Async
  public static Coroutine<Object> the_middle_one_fails(Probe p) {
    try {
      try (Resource a = open(p, "a");
          Resource b = failing(p, "b");
          Resource c = open(p, "c")) {
        p.log(await(p.later(a.name + b.name + c.name)));
        return completed("body");
      }
    } catch (Exception e) {
      p.log(e);
      p.log(await(p.later("handler")));
    }
    return completed("end");
  }

  // case 94
  @Async
  public static Coroutine<Object> a_resource_is_not_opened(Probe p) throws Exception {
    try (Resource a = failing(p, "a");
        Resource b = await(p.later(failing(p, "b")));
        Resource c = await(p.later(open(p, "c")))) {
      return completed(a.name + b.name + c.name);
    }
  }

  // case 94
  @Async
  public static Coroutine<Object> null_between_resources(Probe p) throws Exception {
    try (Resource a = failing(p, "a");
        Resource none = p.see((Resource) null);
        Resource c = failing(p, "c")) {
      p.log(await(p.later(a.name + none + c.name)));
    }
    return completed("end");
  }

  // case 94
  @Async
  public static Coroutine<Object> nested_statements(Probe p) throws Exception {
    try (Resource a = failing(p, "a")) {
      p.log(await(p.later(a.name)));
      try (Resource b = failing(p, "b")) {
        p.log(await(p.later(b.name)));
      } finally {
        p.log(await(p.later("between")));
      }
    }
    return completed("end");
  }

  // case 94
  @Async
  public static Coroutine<Object> in_a_loop_with_jumps(Probe p) {
    int n = 0;
    outer:
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        try (Resource r = i == j ? failing(p, "r" + i + j) : open(p, "r" + i + j)) {
          n += await(p.later(r.name.length()));
          if (j == 1) {
            continue outer;
          }
          if (i == 2) {
            break outer;
          }
        } catch (Exception e) {
          p.log(e);
          n += await(p.later(100));
        }
      }
    }
    return completed(n);
  }

  // case 94
  @Async
  public static Coroutine<Object> a_close_throws_the_very_exception(Probe p) throws Exception {
    IOException same = new IOException("same");
    Resource a = new Resource(p, "a", same);
    try {
      p.log(await(p.later("body")));
      throw same;
    } catch (IOException e) {
      try {
        a.close();
      } catch (Exception closing) {
        if (closing != e) {
          e.addSuppressed(closing);
        }
      }
      p.log(await(p.later("closed")));
      throw e;
    }
  }

  // case 94
  @Async
  public static Coroutine<Object> suppressed_by_hand(Probe p) {
    Exception main = new IOException("main");
    try {
      await(p.later(0));
      await(p.fail(new IllegalStateException("other")));
    } catch (IllegalStateException e) {
      main.addSuppressed(e);
    }
    IllegalArgumentException narrow = new IllegalArgumentException("narrow");
    narrow.addSuppressed(main);
    p.log(narrow);
    await(p.later(0));
    throw narrow;
  }

  // case 94
  @Async
  public static Coroutine<Object> an_exception_does_not_suppress_itself(Probe p) {
    Throwable e = new IOException("e");
    await(p.later(0));
    try {
      e.addSuppressed(e);
    } catch (IllegalArgumentException refused) {
      p.log(refused.getClass());
    }
    try {
      e.addSuppressed(null);
    } catch (NullPointerException refused) {
      p.log(refused.getClass());
    }
    Throwable none = p.see((Throwable) null);
    try {
      none.addSuppressed(e);
    } catch (NullPointerException refused) {
      p.log(refused.getClass());
    }
    return completed(await(p.later(e.getSuppressed().length)));
  }
}
