package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any class of the runtime may be initialised first, on any thread. */
class InitializationTest {
  private static final List<String> CLASSES =
      List.of(
          "dev.fermata.runtime.Continuations",
          "dev.fermata.Fermata",
          "dev.fermata.Task",
          "dev.fermata.Carrier",
          "dev.fermata.CompletedCoroutine",
          "dev.fermata.EventLoop",
          "dev.fermata.RuntimeAccessImpl",
          "dev.fermata.Sentinel",
          "dev.fermata.YieldCoroutine");

  private static URLClassLoader freshLoader() {
    URL classes = Fermata.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
  }

  private static void awaitSomething(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> coroutine = loader.loadClass("dev.fermata.Coroutine");
    Object done =
        loader
            .loadClass("dev.fermata.Fermata")
            .getMethod("completed", Object.class)
            .invoke(null, 5);
    Object value =
        loader
            .loadClass("dev.fermata.runtime.Continuations")
            .getMethod("await", coroutine)
            .invoke(null, done);
    assertThat(value).isEqualTo(5);
    Object run =
        loader.loadClass("dev.fermata.Fermata").getMethod("run", coroutine).invoke(null, done);
    assertThat(run).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.fermata.runtime.Continuations",
        "dev.fermata.Fermata",
        "dev.fermata.Task",
        "dev.fermata.RuntimeAccessImpl",
        "dev.fermata.EventLoop"
      })
  void any_class_may_come_first(String first) throws Exception {
    try (URLClassLoader loader = freshLoader()) {
      Class.forName(first, true, loader);
      awaitSomething(loader);
    }
  }

  @Test
  void threads_that_initialise_different_classes_at_once_do_not_deadlock() throws Exception {
    for (int round = 0; round < 20; round++) {
      initialiseAllAtOnce();
    }
  }

  private static void initialiseAllAtOnce() throws Exception {
    try (URLClassLoader loader = freshLoader()) {
      CyclicBarrier barrier = new CyclicBarrier(CLASSES.size());
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      for (String name : CLASSES) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    barrier.await();
                    Class.forName(name, true, loader);
                  } catch (Exception | LinkageError e) {
                    failures.add(e);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      awaitSomething(loader);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
