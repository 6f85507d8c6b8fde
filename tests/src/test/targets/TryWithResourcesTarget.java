package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;

/** Awaits in try-with-resources statements, whose exceptions are suppressed in order. */
public class TryWithResourcesTarget {
  static final class Resource implements AutoCloseable {
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
    public void close() {
      p.log("close " + name);
      if (fails) {
        throw new IllegalStateException("close of " + name);
      }
    }
  }

  // case 94
  @Async
  public static Coroutine<Object> one_resource(Probe p) {
    try (Resource a = new Resource(p, "a", false)) {
      p.log(await(p.later("body")) + a.name);
    }
    return completed(await(p.later("after")));
  }

  // case 94
  @Async
  public static Coroutine<Object> two_resources(Probe p) {
    try (Resource a = new Resource(p, "a", false);
        Resource b = new Resource(p, await(p.later("b")), false)) {
      return completed(a.name + b.name + await(p.later("body")));
    }
  }

  // case 94
  @Async
  public static Coroutine<Object> closing_fails(Probe p) {
    try (Resource a = new Resource(p, "a", true);
        Resource b = new Resource(p, "b", true)) {
      p.log(await(p.later(a.name + b.name)));
    }
    return completed("end");
  }

  // case 94
  @Async
  public static Coroutine<Object> closing_fails_after_a_failure(Probe p) {
    try (Resource a = new Resource(p, "a", true);
        Resource b = new Resource(p, "b", true)) {
      p.log(a.name + b.name);
      await(p.fail(new IOException("body")));
    } catch (IOException e) {
      p.log(e);
      p.log(await(p.later("handler")));
      return completed(e.getSuppressed().length);
    } finally {
      p.log(await(p.later("finally")));
    }
    return completed("none");
  }

  // case 94
  @Async
  public static Coroutine<Object> null_resource(Probe p) {
    try (Resource none = p.see((Resource) null)) {
      return completed(none + await(p.later("body")));
    }
  }

  // case 94
  @Async
  public static Coroutine<Object> resource_is_awaited(Probe p) {
    try (Resource a = await(p.later(new Resource(p, "a", false)))) {
      p.log("in " + a.name);
      try (Resource b = new Resource(p, "b", true)) {
        p.log(await(p.later("in " + b.name)));
      } catch (IllegalStateException e) {
        p.log(e.getMessage() + await(p.later("!")));
      }
      p.log(await(p.later("out")));
    }
    return completed("end");
  }

  // case 94
  @Async
  public static Coroutine<Object> resource_in_a_loop(Probe p) {
    int n = 0;
    for (int i = 0; i < 4; i++) {
      try (Resource a = new Resource(p, "r" + i, i == 2)) {
        if (i == 0) {
          continue;
        }
        n += await(p.later(a.name.length()));
        if (i == 3) {
          break;
        }
      } catch (IllegalStateException e) {
        n += 100;
      }
    }
    return completed(n);
  }

  // case 94
  @Async
  public static Coroutine<Object> existing_variable_as_a_resource(Probe p) {
    Resource a = new Resource(p, "a", false);
    await(p.later(0));
    try (a) {
      p.log(await(p.later("body")));
    }
    return completed(a.name);
  }
}
