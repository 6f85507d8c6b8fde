package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** Woven programs with what the JVM does to classes: archives of class data, preview classes. */
class JvmFeaturesIT {
  private static final String AGENT = "-javaagent:" + System.getProperty("fermata.agent.jar");
  private static final String PROGRAM =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      public class Program {
        @Async static Coroutine<Integer> twice(int n) {
          await(yieldNow());
          return completed(2 * n);
        }
        public static void main(String[] args) {
          System.out.println(run(() -> await(twice(20)) + await(twice(1))));
        }
      }
      """;
  private static final ChildJvm.Result FINE = new ChildJvm.Result(0, "42\n", "");

  @TempDir private Path temp;
  private ChildJvm jvm;
  private List<Path> runtime;
  private String program;

  @BeforeEach
  void compile() throws Exception {
    jvm = new ChildJvm(temp);
    // The JVM archives classes of JARs only.
    runtime =
        List.of(jarOf(ChildJvm.originOf(Fermata.class)), jarOf(ChildJvm.originOf(Async.class)));
    jvm.compile("Program.java", PROGRAM, runtime.toArray(Path[]::new));
    program = jarOf(jvm.classes()) + File.pathSeparator + ChildJvm.join(runtime);
  }

  private Path jarOf(Path classes) {
    if (Files.isRegularFile(classes)) {
      return classes;
    }
    Path jar = temp.resolve(classes.toString().replaceAll("\\W+", "-") + ".jar");
    StringWriter said = new StringWriter();
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                new PrintWriter(said),
                new PrintWriter(said),
                "--create",
                "--file",
                jar.toString(),
                "-C",
                classes.toString(),
                ".");
    assertThat(status).as(said.toString()).isZero();
    return jar;
  }

  // case 116
  @Test
  void woven_classes_are_loaded_from_an_archive() throws Exception {
    Path dump = temp.resolve("dump");
    assertThat(jvm.java(AGENT + "=dump=" + dump, "-cp", program, "app.Program")).isEqualTo(FINE);
    String woven = jarOf(dump) + File.pathSeparator + ChildJvm.join(runtime);
    Path archive = temp.resolve("woven.jsa");
    ChildJvm.Result first =
        jvm.java("-XX:ArchiveClassesAtExit=" + archive, "-cp", woven, "app.Program");
    assertThat(first.out()).as(first.err()).startsWith("42\n");
    assertThat(archive).exists();

    ChildJvm.Result second =
        jvm.java(
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:class+load:file=" + temp.resolve("loaded"),
            "-cp",
            woven,
            "app.Program");

    assertThat(second).isEqualTo(FINE);
    assertThat(Files.readAllLines(temp.resolve("loaded")))
        .anyMatch(line -> line.matches(".*app\\.Program source: shared objects file.*"))
        .anyMatch(line -> line.matches(".*app\\.Program\\$.*FermataFrame source: shared .*"));
  }

  // case 116
  @Test
  void the_agent_weaves_classes_that_an_archive_has_unwoven() throws Exception {
    Path archive = temp.resolve("unwoven.jsa");
    ChildJvm.Result unwoven =
        jvm.java("-XX:ArchiveClassesAtExit=" + archive, "-cp", program, "app.Program");
    assertThat(unwoven.err()).contains("IllegalStateException");
    assertThat(archive).exists();

    // The JVM says that the archive was made without an agent, and goes on.
    assertThat(
            jvm.java(
                AGENT,
                "-Xlog:disable",
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                program,
                "app.Program"))
        .isEqualTo(FINE);
  }

  // case 116; older JVMs have no such option, and crash on what they archived beside an agent
  @Test
  @EnabledForJreRange(minVersion = 19)
  void an_archive_that_is_made_beside_the_agent_does_not_get_in_the_way() throws Exception {
    Path archive = temp.resolve("auto.jsa");
    // The JVM archives nothing beside an agent unless it is told that this is only a test.
    Object[] command = {
      AGENT,
      "-XX:+UnlockDiagnosticVMOptions",
      "-XX:+AllowArchivingWithJavaAgent",
      "-XX:+AutoCreateSharedArchive",
      "-XX:SharedArchiveFile=" + archive,
      "-Xlog:disable",
      "-cp",
      program,
      "app.Program"
    };

    ChildJvm.Result first = jvm.java(command);
    assertThat(first.out()).as(first.err()).startsWith("42\n");
    assertThat(archive).exists();
    ChildJvm.Result second = jvm.java(command);
    assertThat(second.out()).as(second.err()).isEqualTo("42\n");
  }

  // case 115
  @Test
  void a_class_that_is_marked_for_preview_features_is_woven_and_keeps_its_mark() throws Exception {
    Path file = jvm.classes().resolve("app/Program.class");
    byte[] preview = Files.readAllBytes(file);
    preview[4] = (byte) 0xFF;
    preview[5] = (byte) 0xFF;
    Files.write(file, preview);
    String classPath = jvm.classes() + File.pathSeparator + ChildJvm.join(runtime);
    Path dump = temp.resolve("dump");

    assertThat(
            jvm.java(AGENT + "=dump=" + dump, "--enable-preview", "-cp", classPath, "app.Program"))
        .isEqualTo(FINE);
    assertThat(Files.readAllBytes(dump.resolve("app/Program.class")))
        .startsWith(0xCA, 0xFE, 0xBA, 0xBE, 0xFF, 0xFF);
    assertThat(jvm.java(AGENT, "-cp", classPath, "app.Program").err())
        .contains("UnsupportedClassVersionError", "--enable-preview");
  }
}
