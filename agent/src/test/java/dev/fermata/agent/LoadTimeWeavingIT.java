package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.ContinuationCompiler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;

/** How classes get into a real JVM, whatever the weaver makes of them. */
class LoadTimeWeavingIT {
  private static final String TARGET =
      "package app; public class Target { public String hello() { return \"hello\"; } }";

  @TempDir private Path temp;
  private ChildJvm jvm;
  private Path agent;

  @BeforeEach
  void makeAgent() throws IOException {
    jvm = new ChildJvm(temp);
    agent = temp.resolve("fake-agent.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", FakeWeaverAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.putValue("Can-Redefine-Classes", "true");
    try (OutputStream out = Files.newOutputStream(agent)) {
      new JarOutputStream(out, manifest).close();
    }
    jvm.compile("Target.java", TARGET);
  }

  private static List<Path> agentClasses() {
    return List.of(
        ChildJvm.originOf(FermataAgent.class),
        ChildJvm.originOf(FakeWeaverAgent.class),
        ChildJvm.originOf(ContinuationCompiler.class),
        ChildJvm.originOf(ClassReader.class));
  }

  private String classPath() {
    List<Path> paths = new ArrayList<>(agentClasses());
    paths.add(jvm.classes());
    return ChildJvm.join(paths);
  }

  private ChildJvm.Result runMain(String options, String body) throws Exception {
    jvm.compile(
        "Main.java",
        """
        package app;
        public class Main {
          public static void main(String[] args) throws Throwable {
            %s
          }
        }
        """
            .formatted(body),
        ChildJvm.originOf(FakeWeaverAgent.class));
    return jvm.java(
        "-javaagent:" + agent + "=include=app.**" + options, "-cp", classPath(), "app.Main");
  }

  @Test
  void a_generated_class_has_its_owners_loader_package_and_protection_domain() throws Exception {
    ChildJvm.Result result =
        runMain(
            "",
            """
            System.out.println(new Target().hello());
            Class<?> frame = Class.forName("app.Target$frame");
            System.out.println(frame.getClassLoader() == Target.class.getClassLoader());
            System.out.println(frame.getPackage() == Target.class.getPackage());
            System.out.println(frame.getProtectionDomain() == Target.class.getProtectionDomain());
            """);

    assertThat(result).isEqualTo(new ChildJvm.Result(0, "<hello>\ntrue\ntrue\ntrue\n", ""));
  }

  @Test
  void classes_of_a_named_module_are_woven() throws Exception {
    Path module = temp.resolve("module");
    jvm.compile(module, "m/Target.java", TARGET);
    jvm.compile(
        module,
        "m/Main.java",
        """
        package app;
        public class Main {
          public static void main(String[] args) throws Exception {
            System.out.println(new Target().hello());
            System.out.println(Class.forName("app.Target$frame").getModule());
          }
        }
        """);
    jvm.compile(module, "m/module-info.java", "module users.app { }");

    ChildJvm.Result result =
        jvm.java(
            "-javaagent:" + agent + "=include=app.**",
            "-cp",
            ChildJvm.join(agentClasses()),
            "--module-path",
            module,
            "-m",
            "users.app/app.Main");

    assertThat(result).isEqualTo(new ChildJvm.Result(0, "<hello>\nmodule users.app\n", ""));
  }

  @Test
  void two_threads_that_load_one_class_at_once_both_get_it() throws Exception {
    jvm.compile("Raced.java", TARGET.replace("Target", "Raced"));
    jvm.compile(
        "UnlockedLoader.java",
        """
        package app;
        class UnlockedLoader extends ClassLoader {
          static { registerAsParallelCapable(); }
          UnlockedLoader() { super(null); }
          @Override protected Class<?> loadClass(String name, boolean resolve)
              throws ClassNotFoundException {
            if (!name.startsWith("app.")) return super.loadClass(name, resolve);
            Class<?> found = findLoadedClass(name);
            if (found != null) return found;
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
              byte[] bytes = in.readAllBytes();
              return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
              throw new ClassNotFoundException(name, e);
            } catch (LinkageError e) {
              return findLoadedClass(name);
            }
          }
          @Override public java.io.InputStream getResourceAsStream(String name) {
            return UnlockedLoader.class.getClassLoader().getResourceAsStream(name);
          }
        }
        """);
    ChildJvm.Result result =
        runMain(
            "",
            """
            ClassLoader loader = new UnlockedLoader();
            Runnable load = () -> {
              try {
                Class<?> raced = loader.loadClass("app.Raced");
                Object o = raced.getConstructor().newInstance();
                System.out.println(raced.getMethod("hello").invoke(o));
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
              }
            };
            Thread a = new Thread(load);
            Thread b = new Thread(load);
            a.start();
            b.start();
            a.join();
            b.join();
            """);

    assertThat(result).isEqualTo(new ChildJvm.Result(0, "<hello>\n<hello>\n", ""));
  }

  @Test
  void a_retransformed_class_is_woven_again() throws Exception {
    ChildJvm.Result result =
        runMain(
            ",verbose",
            """
            Target target = new Target();
            System.out.println(target.hello());
            dev.fermata.agent.FakeWeaverAgent.instrumentation.retransformClasses(Target.class);
            System.out.println(target.hello());
            """);

    assertThat(result.out()).isEqualTo("<hello>\n<hello>\n");
    assertThat(result.err())
        .isEqualTo(
            """
            fermata-agent: is active
            fermata-agent: wove app.Target and defined 1 more
            fermata-agent: wove app.Target again
            """);
  }

  private ChildJvm.Result redefine(String constant) throws Exception {
    Path changed = temp.resolve("changed");
    jvm.compile(changed, "changed/Target.java", TARGET.replace("\"hello\"", constant));
    return runMain(
        "",
        """
        Target target = new Target();
        target.hello();
        byte[] bytes = java.nio.file.Files.readAllBytes(
            java.nio.file.Path.of("changed/app/Target.class"));
        try {
          dev.fermata.agent.FakeWeaverAgent.instrumentation.redefineClasses(
              new java.lang.instrument.ClassDefinition(Target.class, bytes));
        } catch (UnsupportedOperationException e) {
          System.out.println("refused");
        }
        System.out.println(target.hello());
        """);
  }

  @Test
  void a_redefined_class_is_woven_and_its_generated_classes_are_redefined() throws Exception {
    assertThat(redefine("\"other\"")).isEqualTo(new ChildJvm.Result(0, "<other>\n", ""));
  }

  @Test
  void a_redefinition_that_changes_fields_of_generated_classes_is_refused_and_told()
      throws Exception {
    ChildJvm.Result result = redefine("\"more fields\"");

    assertThat(result.out()).isEqualTo("refused\n<hello>\n");
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("fermata-agent: app.Target can't be redefined while the JVM runs");
  }

  @Test
  void a_class_that_was_loaded_before_the_agent_came_is_told_and_stays() throws Exception {
    jvm.compile(
        "Main.java",
        "package app; public class Main { public static void main(String[] a)"
            + " throws Exception { System.out.println(new Target().hello());"
            + " dev.fermata.agent.FakeWeaverAgent.instrumentation.retransformClasses(Target.class);"
            + " System.out.println(new Target().hello()); } }",
        ChildJvm.originOf(FakeWeaverAgent.class));
    ChildJvm.Result result =
        jvm.java(
            "-Dearly=app.Target",
            "-javaagent:" + agent + "=include=app.**",
            "-cp",
            classPath(),
            "app.Main");

    assertThat(result.out()).isEqualTo("hello\nhello\n");
    assertThat(result.err().lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("fermata-agent: app.Target was loaded before the agent came"));
  }

  @Test
  void a_class_that_cannot_be_woven_is_logged_first_and_throws_when_called() throws Exception {
    jvm.compile("Faulty.java", TARGET.replace("Target", "Faulty"));
    ChildJvm.Result result =
        runMain(
            "",
            """
            Faulty faulty = new Faulty();
            try {
              faulty.hello();
            } catch (IllegalStateException e) {
              System.out.println(e.getMessage());
            }
            """);

    assertThat(result)
        .isEqualTo(
            new ChildJvm.Result(
                0,
                "FER-103\n",
                """
                error[FER-103]: await in synchronized
                  --> app.Faulty.hello(Faulty.java:3)
                """));
  }

  @Test
  void a_mistake_of_the_weaver_is_logged_and_the_class_stays() throws Exception {
    jvm.compile("Crashing.java", TARGET.replace("Target", "Crashing"));
    ChildJvm.Result result = runMain("", "System.out.println(new Crashing().hello());");

    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.err())
        .startsWith("fermata-agent: could not weave app.Crashing, it stays as it was:")
        .contains("pass X broke")
        .contains("\tat dev.fermata.agent.FakeWeaver.weave");
  }

  @Test
  void what_is_excluded_stays() throws Exception {
    ChildJvm.Result result =
        runMain(",exclude=app.T*", "System.out.println(new Target().hello());");

    assertThat(result).isEqualTo(new ChildJvm.Result(0, "hello\n", ""));
  }

  @Test
  void woven_and_generated_classes_are_dumped() throws Exception {
    ChildJvm.Result result =
        runMain(",dump=dumped/classes", "System.out.println(new Target().hello());");

    assertThat(result).isEqualTo(new ChildJvm.Result(0, "<hello>\n", ""));
    assertThat(temp.resolve("dumped/classes/app")).isDirectoryContaining("glob:**/Target.class");
    assertThat(temp.resolve("dumped/classes/app/Target$frame.class")).exists();
    ChildJvm.Result again =
        jvm.java(
            "-cp",
            ChildJvm.join(
                List.of(
                    temp.resolve("dumped/classes"),
                    jvm.classes(),
                    ChildJvm.originOf(FakeWeaverAgent.class))),
            "app.Main");
    assertThat(again.out()).isEqualTo("<hello>\n");
  }

  @Test
  void a_dump_that_fails_is_told_and_changes_nothing() throws Exception {
    Files.writeString(temp.resolve("file"), "in the way");

    ChildJvm.Result result = runMain(",dump=file", "System.out.println(new Target().hello());");

    assertThat(result.out()).isEqualTo("<hello>\n");
    assertThat(result.err().lines()).singleElement().asString().contains("can't dump app.Target");
  }

  @Test
  void a_class_loader_with_woven_classes_can_be_unloaded() throws Exception {
    ChildJvm.Result result =
        runMain(
            "",
            """
            java.net.URL[] urls = { Main.class.getProtectionDomain().getCodeSource().getLocation() };
            ClassLoader loader = new java.net.URLClassLoader(urls, null);
            Object target = loader.loadClass("app.Target").getConstructor().newInstance();
            System.out.println(target.getClass().getMethod("hello").invoke(target));
            var reference = new java.lang.ref.WeakReference<ClassLoader>(loader);
            target = null;
            loader = null;
            while (reference.get() != null) System.gc();
            System.out.println("unloaded");
            """);

    assertThat(result).isEqualTo(new ChildJvm.Result(0, "<hello>\nunloaded\n", ""));
  }
}
