package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JARs inside of JARs, laid out as Spring Boot's executable archives and as web applications. */
class WeaveNestedJarTest {
  @TempDir private Path temp;
  private byte[] woven;
  private byte[] plain;
  private byte[] other;
  private Path app;

  @BeforeEach
  void writeJar() throws IOException {
    woven = jarBytes("lib.jar", c -> c.classFile("lib/L", "async").classFile("lib/P"));
    plain = jarBytes("plain.jar", c -> c.classFile("p/P"));
    other = jarBytes("other.jar", c -> c.classFile("o/O", "async"));
    app =
        TestClasses.jar(
            temp.resolve("app.jar"),
            c ->
                c.classFile("org/springframework/boot/loader/Launcher")
                    .deflated("BOOT-INF/classes/a/A.class", TestClasses.classFile("a/A", "async"))
                    .stored("BOOT-INF/lib/lib.jar", woven)
                    .stored("BOOT-INF/lib/plain.jar", plain)
                    .deflated("WEB-INF/lib/other.jar", other)
                    .deflated("notes.txt", "text".getBytes(StandardCharsets.UTF_8)));
  }

  private byte[] jarBytes(String name, TestClasses.JarContent content) throws IOException {
    return Files.readAllBytes(TestClasses.jar(temp.resolve(name), content));
  }

  private static List<? extends ZipEntry> entries(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return Collections.list(zip.entries());
    }
  }

  private static byte[] read(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        var in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private static byte[] readNested(byte[] jar, String name) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return in.readAllBytes();
        }
      }
      throw new AssertionError(name);
    }
  }

  @Test
  void classes_in_nested_jars_are_woven() throws IOException {
    ToolRun run = ToolRun.of("weave", app, "--in-place", "--nested");

    assertThat(run).isEqualTo(new ToolRun(0, "wove 3 of 6 classes in " + app + "\n", ""));
    byte[] lib = read(app, "BOOT-INF/lib/lib.jar");
    assertThat(FakeWeaver.fieldsOf(readNested(lib, "lib/L.class"))).contains("woven");
    assertThat(readNested(lib, "lib/L$frame.class")).isNotEmpty();
    assertThat(readNested(lib, "lib/P.class")).isEqualTo(TestClasses.classFile("lib/P"));
    byte[] web = read(app, "WEB-INF/lib/other.jar");
    assertThat(FakeWeaver.fieldsOf(readNested(web, "o/O.class"))).contains("woven");
  }

  @Test
  void entries_keep_their_order_and_nested_jars_stay_stored() throws IOException {
    assertThat(ToolRun.of("weave", app, "--in-place", "--nested").status()).isZero();

    assertThat(entries(app))
        .extracting(ZipEntry::getName, ZipEntry::getMethod)
        .containsExactly(
            tuple("org/springframework/boot/loader/Launcher.class", ZipEntry.DEFLATED),
            tuple("BOOT-INF/classes/a/A.class", ZipEntry.DEFLATED),
            tuple("BOOT-INF/classes/a/A$frame.class", ZipEntry.DEFLATED),
            tuple("BOOT-INF/lib/lib.jar", ZipEntry.STORED),
            tuple("BOOT-INF/lib/plain.jar", ZipEntry.STORED),
            tuple("WEB-INF/lib/other.jar", ZipEntry.DEFLATED),
            tuple("notes.txt", ZipEntry.DEFLATED));
    assertThat(entries(app))
        .filteredOn(e -> e.getName().endsWith(".jar"))
        .allSatisfy(e -> assertThat(e.getTimeLocal()).isEqualTo(TestClasses.ENTRY_TIME));
  }

  @Test
  void a_nested_jar_with_nothing_to_weave_keeps_its_bytes() throws IOException {
    assertThat(ToolRun.of("weave", app, "--in-place", "--nested").status()).isZero();

    assertThat(read(app, "BOOT-INF/lib/plain.jar")).isEqualTo(plain);
  }

  @Test
  void weaving_twice_changes_nothing() throws IOException {
    assertThat(ToolRun.of("weave", app, "--in-place", "--nested").status()).isZero();
    byte[] once = Files.readAllBytes(app);

    assertThat(ToolRun.of("weave", app, "--in-place", "--nested").out()).startsWith("wove 0 of 9");
    assertThat(app).hasBinaryContent(once);
  }

  @Test
  void without_the_option_they_stay_and_the_tool_says_so() throws IOException {
    ToolRun run = ToolRun.of("weave", app, "--in-place");

    assertThat(run)
        .isEqualTo(
            new ToolRun(
                0,
                "wove 1 of 2 classes in " + app + "\n",
                "fermata: "
                    + app
                    + ": the JARs inside of it are left out; --nested takes them in\n"));
    assertThat(read(app, "BOOT-INF/lib/lib.jar")).isEqualTo(woven);
  }

  @Test
  void references_are_found_across_the_class_folder_and_the_nested_jars() throws IOException {
    byte[] helper = jarBytes("h.jar", c -> c.classFile("lib/Helper"));
    byte[] user = jarBytes("u.jar", c -> c.classFile("U", "async", "needsHelper"));
    Path inLib =
        TestClasses.jar(
            temp.resolve("inLib.war"),
            c ->
                c.deflated("WEB-INF/lib/h.jar", helper)
                    .deflated(
                        "WEB-INF/classes/B.class",
                        TestClasses.classFile("B", "async", "needsHelper")));
    Path inClasses =
        TestClasses.jar(
            temp.resolve("inClasses.jar"),
            c ->
                c.stored("BOOT-INF/lib/u.jar", user)
                    .deflated(
                        "BOOT-INF/classes/lib/Helper.class", TestClasses.classFile("lib/Helper")));

    assertThat(ToolRun.of("weave", inLib, "-d", temp.resolve("out"), "--nested").err()).isEmpty();
    assertThat(ToolRun.of("weave", inClasses, "-d", temp.resolve("out"), "--nested").err())
        .isEmpty();
  }

  @Test
  void jars_in_jars_in_jars_are_woven() throws IOException {
    byte[] war = jarBytes("w.war", c -> c.deflated("WEB-INF/lib/lib.jar", woven));
    Path ear = TestClasses.jar(temp.resolve("e.ear"), c -> c.stored("w.war", war));

    assertThat(ToolRun.of("weave", ear, "--in-place", "--nested").out())
        .isEqualTo("wove 1 of 2 classes in " + ear + "\n");

    byte[] lib = readNested(read(ear, "w.war"), "WEB-INF/lib/lib.jar");
    assertThat(FakeWeaver.fieldsOf(readNested(lib, "lib/L.class"))).contains("woven");
  }

  @Test
  void a_jar_that_is_nested_too_deep_is_refused() throws IOException {
    byte[] inner = woven;
    for (int depth = 0; depth < 5; depth++) {
      byte[] content = inner;
      inner = jarBytes("d" + depth + ".jar", c -> c.deflated("x.jar", content));
    }
    Path deep = TestClasses.write(temp, "deep.jar", inner);

    ToolRun run = ToolRun.of("weave", deep, "--in-place", "--nested");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()[0])
        .isEqualTo(
            "fermata: "
                + deep
                + "!/x.jar!/x.jar!/x.jar!/x.jar!/x.jar: more than 4 JARs are around this one");
    assertThat(deep).hasBinaryContent(inner);
  }

  @Test
  void what_is_wrong_in_a_nested_jar_is_told_with_its_place() throws IOException {
    byte[] broken = jarBytes("b.jar", c -> c.deflated("A.class", new byte[] {1, 2, 3, 4}));
    Path outer =
        TestClasses.jar(temp.resolve("outer.jar"), c -> c.stored("BOOT-INF/lib/b.jar", broken));
    Path garbage =
        TestClasses.jar(temp.resolve("garbage.jar"), c -> c.stored("lib/g.jar", new byte[50]));

    ToolRun run = ToolRun.of("weave", outer, garbage, "--in-place", "--nested");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(3);
    assertThat(run.errLines()[0])
        .startsWith("fermata: " + garbage + "!/lib/g.jar: not a readable JAR");
    assertThat(run.errLines()[1])
        .isEqualTo("fermata: " + outer + "!/BOOT-INF/lib/b.jar!/A.class: not a class file");
  }

  @Test
  void a_signed_nested_jar_is_treated_as_any_signed_jar() throws IOException {
    byte[] signed =
        jarBytes("s.jar", c -> c.deflated("META-INF/K.SF", new byte[1]).classFile("S", "async"));
    Path outer =
        TestClasses.jar(
            temp.resolve("outer.jar"),
            c -> c.stored("BOOT-INF/lib/s.jar", signed).stored("BOOT-INF/lib/lib.jar", woven));

    ToolRun fails = ToolRun.of("weave", outer, "--in-place", "--nested");
    assertThat(fails.status()).isEqualTo(1);
    assertThat(fails.errLines()[0]).contains(outer + "!/BOOT-INF/lib/s.jar: is signed");

    ToolRun skips = ToolRun.of("weave", outer, "--in-place", "--nested", "--signed", "skip");
    assertThat(skips.out()).isEqualTo("wove 1 of 3 classes in " + outer + "\n");
    assertThat(read(outer, "BOOT-INF/lib/s.jar")).isEqualTo(signed);
    assertThat(read(outer, "BOOT-INF/lib/lib.jar")).isNotEqualTo(woven);

    ToolRun strips = ToolRun.of("weave", outer, "--in-place", "--nested", "--signed", "strip");
    assertThat(strips.status()).isZero();
    assertThat(FakeWeaver.fieldsOf(readNested(read(outer, "BOOT-INF/lib/s.jar"), "S.class")))
        .contains("woven");
  }

  @Test
  void check_takes_them_in_too() {
    assertThat(ToolRun.of("check", app, "--nested").out())
        .isEqualTo("checked 6 classes: 0 errors, 0 warnings\n");
  }
}
