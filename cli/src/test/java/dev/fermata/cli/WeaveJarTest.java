package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveJarTest {
  private static final byte[] MANIFEST =
      "Manifest-Version: 1.0\r\nMulti-Release: true\r\nMain-Class: com.acme.Main\r\n\r\n"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir private Path temp;
  private Path jar;

  @BeforeEach
  void writeJar() {
    jar =
        TestClasses.jar(
            temp.resolve("app.jar"),
            content -> {
              content.zip().setComment("the whole");
              content
                  .stored("META-INF/", new byte[0])
                  .deflated("META-INF/MANIFEST.MF", MANIFEST)
                  .classFile("z/Plain")
                  .stored("a/Stored.class", TestClasses.classFile("a/Stored", "async"))
                  .classFile("a/Async", "async")
                  .deflated(
                      "META-INF/versions/17/a/Async.class",
                      TestClasses.classFile("a/Async", "async"))
                  .deflated("notes.txt", "text".getBytes(StandardCharsets.UTF_8));
            });
  }

  private List<? extends ZipEntry> entries(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return Collections.list(zip.entries());
    }
  }

  private byte[] read(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        var in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private boolean isWoven(Path file, String name) throws IOException {
    return FakeWeaver.fieldsOf(read(file, name)).contains("woven");
  }

  @Test
  void entries_keep_their_order_times_comments_and_methods() throws IOException {
    ToolRun run = ToolRun.of("weave", jar, "--in-place");

    assertThat(run).isEqualTo(new ToolRun(0, "wove 3 of 4 classes in " + jar + "\n", ""));
    assertThat(entries(jar))
        .extracting(ZipEntry::getName, ZipEntry::getMethod, ZipEntry::getComment)
        .containsExactly(
            tuple("META-INF/", ZipEntry.STORED, "about META-INF/"),
            tuple("META-INF/MANIFEST.MF", ZipEntry.DEFLATED, "about META-INF/MANIFEST.MF"),
            tuple("z/Plain.class", ZipEntry.DEFLATED, "about z/Plain.class"),
            tuple("a/Stored.class", ZipEntry.STORED, "about a/Stored.class"),
            tuple("a/Stored$frame.class", ZipEntry.STORED, null),
            tuple("a/Async.class", ZipEntry.DEFLATED, "about a/Async.class"),
            tuple("a/Async$frame.class", ZipEntry.DEFLATED, null),
            tuple(
                "META-INF/versions/17/a/Async.class",
                ZipEntry.DEFLATED,
                "about META-INF/versions/17/a/Async.class"),
            tuple("META-INF/versions/17/a/Async$frame.class", ZipEntry.DEFLATED, null),
            tuple("notes.txt", ZipEntry.DEFLATED, "about notes.txt"));
    assertThat(entries(jar))
        .allSatisfy(e -> assertThat(e.getTimeLocal()).isEqualTo(TestClasses.ENTRY_TIME));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.getComment()).isEqualTo("the whole");
    }
  }

  @Test
  void contents_are_woven_or_stay() throws IOException {
    assertThat(ToolRun.of("weave", jar, "--in-place").status()).isZero();

    assertThat(isWoven(jar, "a/Stored.class")).isTrue();
    assertThat(isWoven(jar, "a/Async.class")).isTrue();
    assertThat(isWoven(jar, "META-INF/versions/17/a/Async.class")).isTrue();
    assertThat(read(jar, "z/Plain.class")).isEqualTo(TestClasses.classFile("z/Plain"));
    assertThat(read(jar, "META-INF/MANIFEST.MF")).isEqualTo(MANIFEST);
    try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
      assertThat(in.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("com.acme.Main");
    }
  }

  @Test
  void a_jar_that_is_woven_already_is_not_touched() throws IOException {
    assertThat(ToolRun.of("weave", jar, "--in-place").status()).isZero();
    byte[] once = Files.readAllBytes(jar);
    Files.setLastModifiedTime(jar, TestClasses.OLD);

    ToolRun again = ToolRun.of("weave", jar, "--in-place");

    assertThat(again.out()).isEqualTo("wove 0 of 7 classes in " + jar + "\n");
    assertThat(jar).hasBinaryContent(once);
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(TestClasses.OLD);
  }

  @Test
  void the_same_jar_gives_the_same_bytes() throws IOException {
    Path a = temp.resolve("a");
    Path b = temp.resolve("b");
    assertThat(ToolRun.of("weave", jar, "-d", a).status()).isZero();
    assertThat(ToolRun.of("weave", jar, "-d", b).status()).isZero();

    assertThat(a.resolve("app.jar")).hasSameBinaryContentAs(b.resolve("app.jar"));
    assertThat(isWoven(a.resolve("app.jar"), "a/Async.class")).isTrue();
    assertThat(isWoven(jar, "a/Async.class")).isFalse();
  }

  @Test
  void a_jar_with_nothing_to_weave_is_copied_as_it_is() throws IOException {
    Path plain = TestClasses.jar(temp.resolve("plain.jar"), c -> c.classFile("A"));
    Files.setLastModifiedTime(plain, TestClasses.OLD);
    Path out = temp.resolve("out");

    assertThat(ToolRun.of("weave", plain, "-d", out).status()).isZero();

    assertThat(out.resolve("plain.jar")).hasSameBinaryContentAs(plain);
    assertThat(Files.getLastModifiedTime(out.resolve("plain.jar"))).isEqualTo(TestClasses.OLD);
  }

  @Test
  void a_stale_generated_class_is_replaced() throws IOException {
    Path stale =
        TestClasses.jar(
            temp.resolve("stale.jar"),
            c -> c.classFile("A$frame", "stale").classFile("A", "async"));

    assertThat(ToolRun.of("weave", stale, "--in-place").status()).isZero();

    assertThat(entries(stale))
        .extracting(ZipEntry::getName)
        .containsExactly("A.class", "A$frame.class");
    assertThat(FakeWeaver.fieldsOf(read(stale, "A$frame.class"))).isEmpty();
  }

  @Test
  void a_faulty_class_leaves_the_jar_and_all_other_inputs_as_they_are() throws IOException {
    byte[] before = Files.readAllBytes(jar);
    Path faulty = TestClasses.jar(temp.resolve("faulty.jar"), c -> c.classFile("F", "faulty"));

    ToolRun run = ToolRun.of("weave", jar, faulty, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("--> F.m(X.java:7)").contains("nothing was written");
    assertThat(jar).hasBinaryContent(before);
  }

  @Test
  void garbage_and_truncated_jars_get_one_line() throws IOException {
    Path garbage = TestClasses.write(temp, "garbage.jar", "this is no zip".getBytes());
    byte[] whole = Files.readAllBytes(jar);
    Path truncated = TestClasses.write(temp, "cut.jar", Arrays.copyOf(whole, whole.length / 2));
    Path empty = TestClasses.write(temp, "empty.jar", new byte[0]);

    ToolRun run = ToolRun.of("weave", garbage, truncated, empty, jar, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(4);
    assertThat(run.errLines()[0]).startsWith("fermata: " + garbage + ": not a readable JAR");
    assertThat(run.errLines()[1]).startsWith("fermata: " + truncated + ": not a readable JAR");
    assertThat(run.errLines()[2]).startsWith("fermata: " + empty + ": not a readable JAR");
    assertThat(jar).hasBinaryContent(whole);
  }

  @Test
  void damaged_content_is_found_by_its_check_sum() throws IOException {
    Path damaged =
        TestClasses.jar(
            temp.resolve("damaged.jar"),
            c ->
                c.stored("note.txt", "0123456789".getBytes(StandardCharsets.UTF_8))
                    .classFile("A", "async"));
    byte[] bytes = Files.readAllBytes(damaged);
    int note = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("0123456789");
    bytes[note + 4] ^= 1;
    Files.write(damaged, bytes);

    ToolRun run = ToolRun.of("weave", damaged, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "fermata: " + damaged + "!/note.txt: can't be read (its check sum is wrong)");
    assertThat(damaged).hasBinaryContent(bytes);
    assertThat(temp).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void a_jar_that_escapes_its_folder_is_refused() throws IOException {
    Path slip =
        TestClasses.jar(temp.resolve("slip.jar"), c -> c.classFile("../../evil/E", "async"));
    byte[] before = Files.readAllBytes(slip);

    ToolRun run = ToolRun.of("weave", slip, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()[0]).contains(slip.toString()).contains("leads out of the JAR");
    assertThat(slip).hasBinaryContent(before);
  }

  @Test
  void an_entry_that_is_there_twice_is_refused() throws IOException {
    Path twice =
        TestClasses.jar(temp.resolve("twice.jar"), c -> c.classFile("A", "async").classFile("B"));
    String bytes = Files.readString(twice, StandardCharsets.ISO_8859_1);
    Files.writeString(twice, bytes.replace("B.class", "A.class"), StandardCharsets.ISO_8859_1);

    ToolRun run = ToolRun.of("weave", twice, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()[0]).endsWith("the entry A.class is in it twice");
  }

  @Test
  void an_executable_archive_with_a_script_in_front_is_refused() throws IOException {
    byte[] whole = Files.readAllBytes(jar);
    byte[] script = "#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(script, script.length + whole.length);
    System.arraycopy(whole, 0, both, script.length, whole.length);
    Path executable = TestClasses.write(temp, "executable.jar", both);

    ToolRun run = ToolRun.of("weave", executable, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "fermata: "
                + executable
                + ": has bytes before its first entry (an executable archive); weave the plain JAR",
            "fermata: 1 error, nothing was written");
    assertThat(executable).hasBinaryContent(both);
  }

  @Test
  void a_jar_is_not_copied_onto_itself() {
    ToolRun run = ToolRun.of("weave", jar, "-d", temp);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errLines()).singleElement().asString().contains("use --in-place");
  }
}
