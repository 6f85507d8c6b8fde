package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCloseable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;

/** Resources whose close awaits. */
public class AsyncCloseTarget {
  static final class Resource implements AsyncCloseable {
    private final Probe p;
    private final String name;
    private final boolean fails;

    Resource(Probe p, String name, boolean fails) {
      this.p = p;
      this.name = name;
      this.fails = fails;
      p.log("open " + name);
    }

    @Override
    @Async
    public dev.fermata.Coroutine<Void> closeAsync() { // stays cold
      p.log(await(p.later("close " + name)));
      if (fails) {
        throw new IllegalStateException("close of " + name);
      }
      return completed(); // stays cold
    }
  }

  // case 148
  @Async
  public static Coroutine<Object> one_resource(Probe p) {
    try (Resource a = new Resource(p, "a", false)) {
      p.log(await(p.later("body")) + a.name);
    }
    return completed(await(p.later("after")));
  }

  // case 148
  @Async
  public static Coroutine<Object> two_resources_and_a_return(Probe p) {
    try (Resource a = new Resource(p, "a", false);
        Resource b = new Resource(p, await(p.later("b")), false)) {
      return completed(a.name + b.name);
    }
  }

  // case 148
  @Async
  public static Coroutine<Object> closing_fails(Probe p) {
    try (Resource a = new Resource(p, "a", true);
        Resource b = new Resource(p, "b", true)) {
      p.log(a.name + b.name);
    }
    return completed("end");
  }

  // case 148
  @Async
  public static Coroutine<Object> closing_fails_after_a_failure(Probe p) {
    try (Resource a = new Resource(p, "a", true);
        Resource b = new Resource(p, "b", true)) {
      p.log(a.name + b.name);
      await(p.fail(new IOException("body")));
    } catch (IOException e) {
      p.log(e);
      return completed(e.getSuppressed().length);
    } finally {
      p.log(await(p.later("finally")));
    }
    return completed("none");
  }

  // case 148
  @Async
  public static Coroutine<Object> null_resource(Probe p) {
    try (Resource none = p.see((Resource) null)) {
      return completed(none + await(p.later("body")));
    }
  }

  // case 148
  @Async
  public static Coroutine<Object> resource_in_a_loop(Probe p) {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      try (Resource a = new Resource(p, "r" + i, i == 1)) {
        if (i == 0) {
          continue;
        }
        n += a.name.length();
        if (i == 2) {
          break;
        }
      } catch (IllegalStateException e) {
        n += 100;
      }
    }
    return completed(n);
  }

  // case 148
  @Async
  public static Coroutine<Object> existing_variable_as_a_resource(Probe p) {
    AsyncCloseable a = new Resource(p, "a", false);
    await(p.later(0));
    try (a) {
      p.log(await(p.later("body")));
    }
    return completed("end");
  }

  // case 149
  @Async
  public static Coroutine<Object> explicit_close(Probe p) {
    Resource a = new Resource(p, "a", false);
    a.close();
    p.log("behind");
    AsyncCloseable b = new Resource(p, "b", true);
    try {
      b.close();
    } catch (IllegalStateException e) {
      p.log(e);
    }
    return completed(await(p.later("end")));
  }

  // case 149
  @Async
  public static Coroutine<Object> close_in_a_finally(Probe p) {
    Resource a = new Resource(p, "a", false);
    try {
      return completed(await(p.later("body")));
    } finally {
      a.close();
      p.log("finally");
    }
  }
}
