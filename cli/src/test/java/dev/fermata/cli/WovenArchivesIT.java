package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import dev.fermata.cli.RealTool.Result;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** Archives of every kind, woven by the real tool and run by the JVM. */
class WovenArchivesIT {
  private static final String PROGRAM =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      public class Program {
        @Async public static Coroutine<String> slowly(String s) {
          await(yieldNow());
          return completed(s + " VERSION");
        }
        public static void main(String[] args) {
          System.out.println(run(slowly("woven")));
        }
      }
      """;
  private static final String LONGER =
      PROGRAM
          .replace(
              "await(yieldNow());",
              "long wide = s.length(); await(yieldNow()); run0(); await(yieldNow()); s += wide;")
          .replace("public static void main", "static void run0() {} public static void main");
  private static final String MODULE = "module users.app { requires dev.fermata; exports app; }";

  @TempDir private Path temp;
  private RealTool tool;

  @BeforeEach
  void makeTool() {
    tool = new RealTool(temp);
  }

  private static byte[] manifest(String... lines) {
    return ("Manifest-Version: 1.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A modular multi-release JAR whose class is another one, with other frames, on Java 17. */
  private Path modularJar() throws Exception {
    Path base = tool.compile("base", PROGRAM.replace("VERSION", "base"), "--release", "17");
    tool.compile("base", MODULE, "--release", "17");
    Path newer = tool.compile("newer", LONGER.replace("VERSION", "17"), "--release", "17");
    return TestClasses.jar(
        temp.resolve("app.jar"),
        jar ->
            jar.deflated("META-INF/MANIFEST.MF", manifest("Multi-Release: true"))
                .all("", base)
                .all("META-INF/versions/17/", newer));
  }

  private Result onModulePath(String jar) throws Exception {
    return tool.java(
        "-p", jar + File.pathSeparator + RealTool.RUNTIME, "-m", "users.app/app.Program");
  }

  private Result onClassPath(String jar) throws Exception {
    return tool.java("-cp", jar + File.pathSeparator + RealTool.RUNTIME, "app.Program");
  }

  @Test
  void a_modular_multi_release_jar_runs_on_the_module_path_and_on_the_class_path()
      throws Exception {
    modularJar();
    assertThat(onModulePath("app.jar").err()).contains("IllegalStateException", "weave");

    assertThat(tool.fermata("weave", "app.jar", "--in-place"))
        .isEqualTo(new Result(0, "wove 2 of 3 classes in app.jar\n", ""));

    assertThat(onModulePath("app.jar")).isEqualTo(new Result(0, "woven5 17\n", ""));
    assertThat(onClassPath("app.jar")).isEqualTo(new Result(0, "woven5 17\n", ""));
    assertThat(tool.jdk("jar", "--validate", "--file", "app.jar").status()).isZero();
  }

  @Test
  void generated_classes_stand_beside_their_owners_and_both_versions_run() throws Exception {
    Path jar = modularJar();
    assertThat(tool.fermata("weave", "app.jar", "--in-place").status()).isZero();

    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.stream().map(ZipEntry::getName).filter(name -> name.contains("$")))
          .isNotEmpty()
          .anyMatch(name -> name.startsWith("app/Program$"))
          .anyMatch(name -> name.startsWith("META-INF/versions/17/app/Program$"));
    }
    Path single =
        TestClasses.jar(temp.resolve("single.jar"), content -> content.all("", jar)); // no manifest
    assertThat(onClassPath(single.toString())).isEqualTo(new Result(0, "woven base\n", ""));
  }

  @Test
  void a_jar_that_jarsigner_signed_is_stripped_or_skipped() throws Exception {
    Path classes = tool.compile("classes", PROGRAM);
    Path jar =
        TestClasses.jar(
            temp.resolve("signed.jar"),
            content ->
                content
                    .deflated("META-INF/MANIFEST.MF", manifest("Built-By: hand"))
                    .all("", classes));
    sign("signed.jar");
    byte[] signed = Files.readAllBytes(jar);

    assertThat(tool.fermata("weave", "signed.jar", "--in-place").status()).isEqualTo(1);
    assertThat(tool.fermata("weave", "signed.jar", "--in-place", "--signed", "skip").status())
        .isZero();
    assertThat(jar).hasBinaryContent(signed);
    assertThat(onClassPath("signed.jar").err()).contains("IllegalStateException");

    assertThat(tool.fermata("weave", "signed.jar", "--in-place", "--signed", "strip").status())
        .isZero();
    assertThat(onClassPath("signed.jar")).isEqualTo(new Result(0, "woven VERSION\n", ""));
    assertThat(tool.jdk("jarsigner", "-verify", "signed.jar").out()).contains("jar is unsigned");
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Built-By")).isEqualTo("hand");
      assertThat(file.getManifest().getEntries()).isEmpty();
    }
  }

  private void sign(String jar) throws Exception {
    String[] key = {"-keystore", "keys", "-storepass", "secret", "-keypass", "secret"};
    Result made =
        tool.jdk(
            "keytool",
            concat(key, "-genkeypair", "-alias", "me", "-dname", "CN=Me", "-keyalg", "EC"));
    assertThat(made.status()).as(made.out()).isZero();
    assertThat(tool.jdk("jarsigner", concat(key, jar, "me")).out()).contains("jar signed");
    assertThat(tool.jdk("jarsigner", "-verify", jar).out()).contains("jar verified");
  }

  private static String[] concat(String[] first, String... more) {
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  @Test
  void an_executable_archive_of_spring_boot_runs_with_its_nested_jars_woven() throws Exception {
    Path lib = tool.compile("lib", PROGRAM.replace("package app", "package lib"));
    Path main =
        tool.compile(
            "main",
            PROGRAM.replace(
                "await(yieldNow());", "await(yieldNow()); s = await(lib.Program.slowly(s));"),
            "-cp",
            lib + File.pathSeparator + RealTool.RUNTIME);
    Path libJar = TestClasses.jar(temp.resolve("lib.jar"), jar -> jar.all("", lib));
    Path runtime =
        TestClasses.jar(
            temp.resolve("runtime.jar"), jar -> jar.all("", RealTool.originOf(Fermata.class)));
    Path annotations =
        TestClasses.jar(
            temp.resolve("annotations.jar"), jar -> jar.all("", RealTool.originOf(Async.class)));
    TestClasses.jar(
        temp.resolve("app.jar"),
        jar ->
            jar.deflated(
                    "META-INF/MANIFEST.MF",
                    manifest(
                        "Main-Class: " + JarLauncher.class.getName(),
                        "Start-Class: app.Program",
                        "Spring-Boot-Classes: BOOT-INF/classes/",
                        "Spring-Boot-Lib: BOOT-INF/lib/"))
                .all("", RealTool.originOf(JarLauncher.class))
                .stored("BOOT-INF/", new byte[0])
                .stored("BOOT-INF/classes/", new byte[0])
                .all("BOOT-INF/classes/", main)
                .stored("BOOT-INF/lib/", new byte[0])
                .stored("BOOT-INF/lib/lib.jar", Files.readAllBytes(libJar))
                .stored("BOOT-INF/lib/runtime.jar", Files.readAllBytes(runtime))
                .stored("BOOT-INF/lib/annotations.jar", Files.readAllBytes(annotations)));

    Result woven = tool.fermata("weave", "app.jar", "-d", "out", "--nested");

    assertThat(woven.err()).isEmpty();
    assertThat(woven.out()).startsWith("wove 2 of ");
    assertThat(tool.java("-jar", "out/app.jar"))
        .isEqualTo(new Result(0, "woven VERSION VERSION\n", ""));
    assertThat(tool.java("-jar", "app.jar").err()).contains("IllegalStateException", "weave");
  }
}
