package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jacoco.agent.rt.RT;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Woven programs beside the tools that people use: JaCoCo, Mockito, and proxies by CGLIB. */
class BesideToolsIT {
  private static final String FERMATA = "-javaagent:" + System.getProperty("fermata.agent.jar");
  private static final String SHOP =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      import java.util.concurrent.CompletableFuture;
      public class Shop {
        @Async public Coroutine<String> open(String name) {
          await(yieldNow());
          return completed("open " + name);
        }
        @Async public final Coroutine<String> last(String name) {
          await(yieldNow());
          return completed("last " + name);
        }
        @Async public static Coroutine<String> common(String name) {
          await(yieldNow());
          return completed("common " + name);
        }
        @Async public CompletableFuture<String> hot(String name) {
          await(yieldNow());
          return CompletableFuture.completedFuture("hot " + name);
        }
        @Async public Coroutine<String> all(String name) {
          return completed(await(open(name)) + ", " + await(last(name)) + ", " + await(common(name))
              + ", " + await(hot(name)));
        }
        @Async public static Coroutine<String> visit(Shop shop) {
          return completed(await(shop.open("a")) + ", " + await(shop.last("b")) + ", "
              + await(common("c")) + ", " + await(shop.hot("d")));
        }
      }
      """;

  @TempDir private Path temp;
  private ChildJvm jvm;
  private final List<Path> runtime =
      List.of(ChildJvm.originOf(Fermata.class), ChildJvm.originOf(Async.class));

  @BeforeEach
  void makeJvm() {
    jvm = new ChildJvm(temp);
  }

  // JaCoCo

  private static final String COUNTED =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      public class Counted {               // 5: its constructor
        @Async static Coroutine<Integer> body(int n) {
          int sum = 0;                      // line 7
          for (int i = 0; i < n; i++) {     // 8
            await(yieldNow());              // 9
            sum += i;                       // 10
          }
          if (sum > 100) {                  // 12
            await(yieldNow());              // 13
            sum = -1;                       // 14
          }
          return completed(sum);            // 16
        }
        public static void main(String[] args) {
          System.out.println(run(body(4)));                            // 19
          System.out.println(run(() -> await(body(2)) + await(body(1))));  // 20
        }
      }
      """;
  private static final List<Integer> COVERED = List.of(7, 8, 9, 10, 12, 16, 19, 20, 21);
  private static final List<Integer> MISSED = List.of(5, 13, 14);

  @Test
  void jacoco_counts_the_lines_of_a_body_that_the_agent_weaves_before_or_behind_it()
      throws Exception {
    jvm.compile("Counted.java", COUNTED, classPath());

    assertCounted(jvm.classes(), jacoco("first.exec"), FERMATA);
    assertCounted(jvm.classes(), FERMATA, jacoco("first.exec"));
  }

  @Test
  void jacoco_counts_the_lines_of_a_body_that_was_woven_before() throws Exception {
    jvm.compile("Counted.java", COUNTED, classPath());
    Path woven = temp.resolve("woven");
    run(FERMATA + "=dump=" + woven + ",include=app.**", "", jvm.classes(), "app.Counted");

    assertCounted(woven, jacoco("first.exec"), "-ea");
  }

  private String jacoco(String file) {
    Path agent = ChildJvm.originOf(RT.class);
    return "-javaagent:" + agent + "=includes=app.*,append=false,destfile=" + temp.resolve(file);
  }

  private void assertCounted(Path classes, String first, String second) throws Exception {
    assertThat(run(first, second, classes, "app.Counted"))
        .isEqualTo(new ChildJvm.Result(0, "6\n1\n", ""));
    Map<Integer, Integer> lines = lines(classes);
    assertThat(lines.keySet().stream().filter(line -> lines.get(line) != ICounter.NOT_COVERED))
        .containsExactlyElementsOf(COVERED);
    assertThat(lines.keySet().stream().filter(line -> lines.get(line) == ICounter.NOT_COVERED))
        .containsExactlyElementsOf(MISSED);
  }

  /** The status of each line that JaCoCo reports. */
  private Map<Integer, Integer> lines(Path classes) throws Exception {
    ExecFileLoader data = new ExecFileLoader();
    data.load(temp.resolve("first.exec").toFile());
    CoverageBuilder coverage = new CoverageBuilder();
    new Analyzer(data.getExecutionDataStore(), coverage).analyzeAll(classes.toFile());
    assertThat(coverage.getNoMatchClasses()).extracting(IClassCoverage::getName).isEmpty();
    Map<Integer, Integer> lines = new TreeMap<>();
    for (ISourceFileCoverage source : coverage.getSourceFiles()) {
      for (int line = source.getFirstLine(); line <= source.getLastLine(); line++) {
        int status = source.getLine(line).getStatus();
        if (status != ICounter.EMPTY) {
          lines.put(line, status);
        }
      }
    }
    return lines;
  }

  // Mockito

  private static final String MOCKING =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import static org.mockito.Mockito.*;
      public class Mocking {
        public static void main(String[] args) {
          Shop mock = mock(Shop.class);
          when(mock.open("a")).thenReturn(completed("mocked a"));
          when(mock.last("b")).thenReturn(completed("mocked b"));
          when(mock.hot("d")).thenReturn(java.util.concurrent.CompletableFuture.completedFuture("mocked d"));
          System.out.println(run(Shop.visit(mock)));
          verify(mock).open("a");
          verify(mock).last("b");
          verify(mock).hot("d");
          Shop spy = spy(new Shop());
          doReturn(completed("spied")).when(spy).last("x");
          System.out.println(run(spy.all("x")));
          verify(spy).open("x");
          verify(spy).hot("x");
          try (var statics = mockStatic(Shop.class)) {
            statics.when(() -> Shop.common("x")).thenReturn(completed("mocked static"));
            System.out.println(run(new Shop().all("x")));
          }
          System.out.println(run(new Shop().all("x")));
        }
      }
      """;

  @Test
  void mockito_sees_the_calls_that_woven_code_awaits() throws Exception {
    Path[] mockito =
        classPath(
            "org.mockito.Mockito",
            "net.bytebuddy.ByteBuddy",
            "net.bytebuddy.agent.ByteBuddyAgent",
            "org.objenesis.Objenesis");
    jvm.compile("Shop.java", SHOP, mockito);
    jvm.compile("Mocking.java", MOCKING, mockito);

    ChildJvm.Result result =
        run(
            FERMATA,
            "-javaagent:" + mockito[runtime.size()],
            jvm.classes(),
            "app.Mocking",
            mockito);

    assertThat(result.out())
        .as(result.err())
        .isEqualTo(
            """
            mocked a, mocked b, common c, mocked d
            open x, spied, common x, hot x
            open x, last x, mocked static, hot x
            open x, last x, common x, hot x
            """);
    assertThat(result.err()).doesNotContain("FER-", "xception");
    assertThat(result.status()).isZero();
  }

  // CGLIB

  private static final String PROXY =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import org.springframework.cglib.proxy.MethodInterceptor;
      public class Proxy {
        public static void main(String[] args) {
          MethodInterceptor log = (self, method, arguments, proxy) -> {
            System.out.println("calls " + method.getName());
            return proxy.invokeSuper(self, arguments);
          };
          Shop shop = (Shop) org.springframework.cglib.proxy.Enhancer.create(Shop.class, log);
          System.out.println(run(Shop.visit(shop)));
          System.out.println(run(shop.all("x")));
        }
      }
      """;

  @Test
  void a_proxy_by_cglib_sees_the_calls_that_woven_code_awaits() throws Exception {
    Path[] spring =
        classPath("org.springframework.cglib.proxy.Enhancer", "org.apache.commons.logging.Log");
    jvm.compile("Shop.java", SHOP, spring);
    jvm.compile("Proxy.java", PROXY, spring);

    ChildJvm.Result result = run(FERMATA, "-ea", jvm.classes(), "app.Proxy", spring);

    assertThat(result)
        .isEqualTo(
            new ChildJvm.Result(
                0,
                """
                calls open
                calls hot
                open a, last b, common c, hot d
                calls all
                calls open
                calls hot
                open x, last x, common x, hot x
                """,
                ""));
  }

  /**
   * The runtime and the JARs that have certain classes. They are not linked against: the class
   * files of some name annotations that are nowhere, and of that javac would warn.
   */
  private Path[] classPath(String... tools) throws ClassNotFoundException {
    List<Path> all = new ArrayList<>(runtime);
    for (String tool : tools) {
      all.add(ChildJvm.originOf(Class.forName(tool)));
    }
    return all.toArray(Path[]::new);
  }

  private ChildJvm.Result run(
      String first, String second, Path classes, String main, Path... libraries) throws Exception {
    List<Path> path = new ArrayList<>(List.of(classes));
    path.addAll(libraries.length == 0 ? runtime : List.of(libraries));
    List<String> options = new ArrayList<>(List.of(first, second));
    options.removeIf(String::isEmpty);
    List<Object> command = new ArrayList<>(options);
    command.addAll(List.of("-cp", ChildJvm.join(path), main));
    return jvm.java(command.toArray());
  }
}
