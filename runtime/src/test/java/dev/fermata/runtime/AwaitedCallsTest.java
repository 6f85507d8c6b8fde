package dev.fermata.runtime;

import static dev.fermata.Fermata.completed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Coroutine;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class AwaitedCallsTest {
  /** What is called. */
  public interface Service {
    Coroutine<String> find(int id);
  }

  private static MethodHandle site() throws ReflectiveOperationException {
    Lookup lookup = MethodHandles.lookup();
    MethodHandle call =
        lookup.findVirtual(
            Service.class, "find", MethodType.methodType(Coroutine.class, int.class));
    MethodType type =
        MethodType.methodType(
            Object.class,
            Service.class,
            int.class,
            ContinuationFrame.class,
            Object.class,
            int.class);
    CallSite site = AwaitedCalls.bind(lookup, "find", type, call, "Object");
    return site.dynamicInvoker();
  }

  private static Object call(MethodHandle site, Service service) throws Throwable {
    return site.invoke(service, 7, null, null, Continuations.HEADROOM);
  }

  private static WeakReference<ClassLoader> callByAnotherLoader(MethodHandle site)
      throws Throwable {
    ClassLoader loader = new ClassLoader(Service.class.getClassLoader()) {};
    Service service =
        (Service)
            Proxy.newProxyInstance(
                loader,
                new Class<?>[] {Service.class},
                (self, method, arguments) -> completed("proxy " + arguments[0]));
    assertThat(service.getClass().getClassLoader()).isSameAs(loader);
    assertThat(call(site, service)).isEqualTo("proxy 7");
    assertThat(call(site, service)).isEqualTo("proxy 7");
    return new WeakReference<>(loader);
  }

  @Test
  void a_site_keeps_no_class_of_a_loader_that_may_go() throws Throwable {
    MethodHandle site = site();
    Service own = id -> completed("own " + id);
    assertThat(call(site, own)).isEqualTo("own 7");
    WeakReference<ClassLoader> loader = callByAnotherLoader(site);
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
    }
    assertThat(loader.get()).isNull();
    assertThat(call(site, own)).isEqualTo("own 7");
  }
}
