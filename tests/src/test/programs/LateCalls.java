import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import late.one.Base;
import late.one.Way;
import late.two.Derived;

/** Awaited calls whose targets only the running program knows. */
public class LateCalls {
  /** Declares methods, and is silent on whether they are async. */
  public interface Service {
    Coroutine<String> find(int id);

    default CompletableFuture<String> load(int id) {
      return CompletableFuture.completedFuture("default " + id);
    }
  }

  static class Plain implements Service {
    @Override
    public Coroutine<String> find(int id) {
      return completed("plain " + id);
    }
  }

  static class Woven implements Service {
    @Async
    @Override
    public Coroutine<String> find(int id) {
      return completed("woven " + id + " " + Way.taken());
    }

    @Async
    @Override
    public CompletableFuture<String> load(int id) {
      return CompletableFuture.completedFuture("woven " + id + " " + Way.taken());
    }
  }

  static class Heir extends Woven {}

  static class Overriding extends Woven {
    @Async
    @Override
    public Coroutine<String> find(int id) {
      return completed("overriding " + await(super.find(id)));
    }
  }

  static class OverridingPlainly extends Woven {
    @Override
    public Coroutine<String> find(int id) {
      return completed("plainly " + id);
    }
  }

  /** Receivers of more classes than a site keeps, and the first ones again. */
  public static List<Service> services() {
    Service proxy =
        (Service)
            Proxy.newProxyInstance(
                LateCalls.class.getClassLoader(),
                new Class<?>[] {Service.class},
                (self, method, arguments) -> completed("proxy " + arguments[0]));
    return List.of(
        new Woven(),
        new Heir(),
        new Overriding(),
        new Plain(),
        new OverridingPlainly(),
        id -> completed("lambda " + id),
        proxy,
        new Woven());
  }

  @Async
  public static Coroutine<String> find(Service service, int id) {
    return completed(await(service.find(id)));
  }

  /** The same in a site of its own. */
  @Async
  public static Coroutine<String> findFew(Service service, int id) {
    return completed(await(service.find(id)));
  }

  @Async
  public static Coroutine<String> load(Service service, int id) {
    return completed(await(service.load(id)));
  }

  // ---- what is called --------------------------------------------------------------------------

  interface Repository<K> {
    Coroutine<String> get(K key);
  }

  static class Numbers implements Repository<Integer> {
    @Async
    @Override
    public Coroutine<String> get(Integer key) {
      return completed("number " + key);
    }
  }

  interface WithDefault {
    @Async
    default Coroutine<String> hello() {
      return completed("default " + Way.taken());
    }

    @Async
    static Coroutine<String> greet() {
      return completed("static " + Way.taken());
    }
  }

  static class Silent implements WithDefault {}

  static class Outer {
    @Async
    private Coroutine<String> secret() {
      return completed("secret " + Way.taken());
    }
  }

  /** Two methods whose direct entries would be alike. */
  static class Alike {
    @Async
    static Coroutine<String> name(Alike alike) {
      return completed("of a parameter");
    }

    @Async
    Coroutine<String> name() {
      return completed("of a receiver");
    }
  }

  static class Thrower {
    @Async
    Coroutine<String> cold() throws IOException {
      throw new IOException("cold");
    }

    @Async
    CompletableFuture<String> hot() {
      throw new IllegalStateException("hot");
    }

    CompletableFuture<String> plain() {
      throw new IllegalArgumentException("plain");
    }
  }

  @Async
  public static Coroutine<String> kind(String kind) {
    return completed(
        switch (kind) {
          case "bridge" -> {
            Repository<Integer> repository = new Numbers();
            yield await(repository.get(7));
          }
          case "default method" -> {
            WithDefault silent = new Silent();
            yield await(silent.hello());
          }
          case "static method of an interface" -> await(WithDefault.greet());
          case "private method of a nest mate" -> await(new Outer().secret());
          case "entries alike, of a parameter" -> await(Alike.name(new Alike()));
          case "entries alike, of a receiver" -> await(new Alike().name());
          case "static method of another package" -> await(Base.ofAll());
          case "package-private" -> await(Base.callInPackage(new Base()));
          case "package-private, not overridden" -> await(Base.callInPackage(new Derived()));
          case "protected" -> await(Base.callForHeirs(new Base()));
          case "protected, overridden" -> await(Base.callForHeirs(new Derived()));
          default -> throw new IllegalArgumentException(kind);
        });
  }

  @Async
  public static Coroutine<String> thrown(String kind) {
    Thrower thrower = new Thrower();
    try {
      return completed(
          switch (kind) {
            case "cold" -> await(thrower.cold());
            case "hot" -> await(thrower.hot());
            case "plain" -> await(thrower.plain());
            case "null" -> await(((Service) null).find(1));
            case "null result" -> await(((Service) id -> null).find(1));
            default -> throw new AssertionError(kind);
          });
    } catch (Exception e) {
      return completed(e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  // ---- suspended -------------------------------------------------------------------------------

  static class Slow extends Plain {
    @Async
    @Override
    public Coroutine<String> find(int id) {
      await(yieldNow());
      if (id < 0) {
        throw new IllegalArgumentException("negative");
      }
      return completed("slow " + id);
    }
  }

  @Async
  public static Coroutine<String> slowly(int id) {
    Service slow = new Slow();
    return completed(await(slow.find(id)) + await(slow.find(id + 1)));
  }
}
