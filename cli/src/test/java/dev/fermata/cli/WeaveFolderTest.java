package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveFolderTest {
  @TempDir private Path temp;

  /** All files below a folder with their bytes and time stamps. */
  private static Map<String, String> snapshot(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        files.put(
            root.relativize(path).toString(),
            Arrays.hashCode(Files.readAllBytes(path)) + " " + Files.getLastModifiedTime(path));
      }
    }
    return files;
  }

  private static boolean isWoven(Path file) throws IOException {
    return FakeWeaver.fieldsOf(Files.readAllBytes(file)).contains("woven");
  }

  private static FileTime timeOf(Path file) throws IOException {
    return Files.getLastModifiedTime(file);
  }

  @Test
  void in_place_only_what_must_change_changes() throws IOException {
    Path classes = temp.resolve("classes");
    Path async = TestClasses.writeClass(classes, "com/acme/Orders", "async");
    Path plain = TestClasses.writeClass(classes, "com/acme/Plain");
    Path text = TestClasses.write(classes, "app.properties", "a=b".getBytes());

    ToolRun run = ToolRun.of("weave", classes, "--in-place");

    assertThat(run).isEqualTo(new ToolRun(0, "wove 1 of 2 classes in " + classes + "\n", ""));
    assertThat(isWoven(async)).isTrue();
    assertThat(timeOf(async)).isGreaterThan(TestClasses.OLD);
    assertThat(classes.resolve("com/acme/Orders$frame.class")).exists();
    assertThat(timeOf(plain)).isEqualTo(TestClasses.OLD);
    assertThat(plain).hasBinaryContent(TestClasses.classFile("com/acme/Plain"));
    assertThat(timeOf(text)).isEqualTo(TestClasses.OLD);
    assertThat(snapshot(classes)).hasSize(4);
  }

  @Test
  void weaving_twice_changes_nothing() throws IOException {
    TestClasses.writeClass(temp, "com/acme/Orders", "async");
    assertThat(ToolRun.of("weave", temp, "--in-place").status()).isZero();
    Map<String, String> once = snapshot(temp);

    ToolRun again = ToolRun.of("weave", temp, "--in-place");

    assertThat(again.out()).isEqualTo("wove 0 of 2 classes in " + temp + "\n");
    assertThat(snapshot(temp)).isEqualTo(once);
  }

  @Test
  void a_stale_generated_class_is_replaced() throws IOException {
    TestClasses.writeClass(temp, "A", "async");
    Path stale = TestClasses.writeClass(temp, "A$frame", "stale");

    assertThat(ToolRun.of("weave", temp, "--in-place").status()).isZero();

    assertThat(FakeWeaver.fieldsOf(Files.readAllBytes(stale))).doesNotContain("stale");
  }

  @Test
  void permissions_of_a_replaced_class_stay() throws IOException {
    assumeThat(temp.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path async = TestClasses.writeClass(temp, "A", "async");
    Files.setPosixFilePermissions(async, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(ToolRun.of("weave", temp, "--in-place").status()).isZero();

    assertThat(isWoven(async)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(async)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void what_a_symbolic_link_points_to_is_replaced_and_the_link_stays() throws IOException {
    Path real = TestClasses.writeClass(temp.resolve("elsewhere"), "A", "async");
    Path classes = Files.createDirectory(temp.resolve("classes"));
    Path link = Files.createSymbolicLink(classes.resolve("A.class"), real);

    assertThat(ToolRun.of("weave", classes, "--in-place").status()).isZero();

    assertThat(link).isSymbolicLink();
    assertThat(isWoven(real)).isTrue();
  }

  @Test
  void into_another_folder_everything_is_copied_with_its_time() throws IOException {
    Path classes = temp.resolve("classes");
    TestClasses.writeClass(classes, "com/acme/Orders", "async");
    TestClasses.writeClass(classes, "com/acme/Plain");
    TestClasses.write(classes, "META-INF/x.txt", "text".getBytes());
    Map<String, String> before = snapshot(classes);
    Path out = temp.resolve("not/yet/there");

    ToolRun run = ToolRun.of("weave", classes, "-d", out);

    assertThat(run).isEqualTo(new ToolRun(0, "wove 1 of 2 classes in " + classes + "\n", ""));
    assertThat(snapshot(classes)).isEqualTo(before);
    assertThat(isWoven(out.resolve("com/acme/Orders.class"))).isTrue();
    assertThat(out.resolve("com/acme/Orders$frame.class")).exists();
    assertThat(timeOf(out.resolve("com/acme/Plain.class"))).isEqualTo(TestClasses.OLD);
    assertThat(timeOf(out.resolve("META-INF/x.txt"))).isEqualTo(TestClasses.OLD);
    assertThat(snapshot(out)).hasSize(4);
  }

  @Test
  void into_another_folder_twice_changes_nothing() throws IOException {
    Path classes = temp.resolve("classes");
    TestClasses.writeClass(classes, "A", "async");
    TestClasses.writeClass(classes, "B");
    Path out = temp.resolve("out");
    assertThat(ToolRun.of("weave", classes, "-d", out).status()).isZero();
    Files.setLastModifiedTime(out.resolve("A.class"), TestClasses.OLD);
    Map<String, String> once = snapshot(out);

    assertThat(ToolRun.of("weave", classes, "-d", out).status()).isZero();

    assertThat(snapshot(out)).isEqualTo(once);
  }

  @Test
  void two_folders_are_merged_unless_they_have_the_same_file() throws IOException {
    TestClasses.writeClass(temp.resolve("a"), "A");
    TestClasses.writeClass(temp.resolve("b"), "B");
    Path out = temp.resolve("out");
    assertThat(ToolRun.of("weave", temp.resolve("a"), temp.resolve("b"), "-d", out).status())
        .isZero();
    assertThat(snapshot(out)).containsOnlyKeys("A.class", "B.class");

    TestClasses.writeClass(temp.resolve("b"), "A");
    Path other = temp.resolve("other");
    ToolRun run = ToolRun.of("weave", temp.resolve("a"), temp.resolve("b"), "-d", other);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).singleElement().asString().contains("would be written twice");
    assertThat(other).doesNotExist();
  }

  @Test
  void all_errors_are_shown_in_one_run_in_the_order_of_their_places() throws IOException {
    TestClasses.writeClass(temp, "b/Second", "faulty");
    TestClasses.writeClass(temp, "c/Good", "async");
    TestClasses.writeClass(temp, "a/First", "faulty", "dubious");
    TestClasses.write(temp, "a/Broken.class", "no class".getBytes());
    Map<String, String> before = snapshot(temp);

    ToolRun run = ToolRun.of("weave", temp, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            error[FER-103]: await inside a synchronized block
              --> a.First.m(X.java:7)
            warning[FER-120]: a coroutine is dropped
              --> a.First.m(X.java:7)
            error[FER-103]: await inside a synchronized block
              --> b.Second.m(X.java:7)
            fermata: %s: not a class file
            fermata: 3 errors, nothing was written
            """
                .formatted(temp.resolve("a/Broken.class")));
    assertThat(snapshot(temp)).isEqualTo(before);
  }

  @Test
  void a_warning_does_not_stop_the_weaving() throws IOException {
    Path file = TestClasses.writeClass(temp, "A", "async", "dubious");

    ToolRun run = ToolRun.of("weave", temp, "--in-place");

    assertThat(run.status()).isZero();
    assertThat(run.err()).startsWith("warning[FER-120]");
    assertThat(isWoven(file)).isTrue();
  }

  @Test
  void a_mistake_of_the_compiler_is_told_with_its_class_and_writes_nothing() throws IOException {
    TestClasses.writeClass(temp, "A", "async");
    TestClasses.writeClass(temp, "B", "crashes");
    Map<String, String> before = snapshot(temp);

    ToolRun run = ToolRun.of("weave", temp, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()[0]).contains("B.class").contains("pass X broke");
    assertThat(snapshot(temp)).isEqualTo(before);
  }

  @Test
  void bad_inputs_get_one_line_each_and_nothing_is_written() throws IOException {
    Path good = temp.resolve("good");
    Path async = TestClasses.writeClass(good, "A", "async");
    byte[] whole = TestClasses.classFile("T", "async");
    Path bad = temp.resolve("bad");
    TestClasses.write(bad, "T.class", Arrays.copyOf(whole, whole.length - 3));
    TestClasses.write(bad, "Empty.class", new byte[0]);
    Path missing = temp.resolve("missing");

    ToolRun run = ToolRun.of("weave", good, bad, missing, async, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "fermata: " + missing + ": no such file or folder",
            "fermata: " + async + ": give the folder or the JAR that holds the class file",
            "fermata: " + bad.resolve("Empty.class") + ": an empty file, not a class file",
            "fermata: " + bad.resolve("T.class") + ": a truncated class file",
            "fermata: 4 errors, nothing was written");
    assertThat(isWoven(async)).isFalse();
  }

  @Test
  void a_loop_of_symbolic_links_is_told() throws IOException {
    Path file = TestClasses.writeClass(temp, "com/A", "async");
    Files.createSymbolicLink(temp.resolve("com/loop"), temp);

    ToolRun run = ToolRun.of("weave", temp, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()[0]).contains("loop").contains("symbolic link that leads back");
    assertThat(isWoven(file)).isFalse();
  }

  @Test
  void the_destination_is_one_of_two() {
    Path classes = TestClasses.writeClass(temp.resolve("c"), "A", "async").getParent();

    assertThat(ToolRun.of("weave", classes).errLines())
        .containsExactly("fermata: give either --in-place or -d OUT (try 'fermata weave --help')");
    assertThat(ToolRun.of("weave", classes, "--in-place", "-d", temp.resolve("o")).errLines())
        .containsExactly(
            "fermata: give either --in-place or -d OUT, not both (try 'fermata weave --help')");
    assertThat(ToolRun.of("weave", classes, "-d", temp.resolve("x/../c")))
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(2);
              assertThat(run.errLines()).singleElement().asString().contains("use --in-place");
            });
    assertThat(ToolRun.of("weave", classes, "-d", classes.resolve("in/side")))
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(2);
              assertThat(run.err()).contains("lies inside the input");
            });
    assertThat(temp.resolve("o")).doesNotExist();
  }

  @Test
  void the_input_is_the_destination_also_through_a_symbolic_link() throws IOException {
    Path classes = TestClasses.writeClass(temp.resolve("c"), "A", "async").getParent();
    Path link = Files.createSymbolicLink(temp.resolve("link"), classes);

    assertThat(ToolRun.of("weave", classes, "-d", link).status()).isEqualTo(2);
  }

  @Test
  void a_file_where_the_output_folder_should_be_is_told() {
    TestClasses.writeClass(temp.resolve("c"), "a/A", "async");
    Path file = TestClasses.write(temp, "out", "text".getBytes());

    ToolRun run = ToolRun.of("weave", temp.resolve("c"), "-d", file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).singleElement().asString().startsWith("fermata: " + file);
    assertThat(file).hasContent("text");
  }

  @Test
  void a_failure_while_writing_leaves_everything_as_it_was() throws IOException {
    Path classes = temp.resolve("c");
    TestClasses.writeClass(classes, "A", "async");
    TestClasses.writeClass(classes, "b/B", "async");
    Path out = temp.resolve("out");
    Files.createDirectories(out.resolve("b/B.class/inTheWay"));

    ToolRun run = ToolRun.of("weave", classes, "-d", out);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).singleElement().asString().contains("B.class");
    assertThat(snapshot(out)).isEmpty();
  }

  @Test
  void what_a_killed_run_left_behind_is_not_copied() throws IOException {
    Path classes = temp.resolve("c");
    TestClasses.writeClass(classes, "A");
    TestClasses.write(classes, ".fermata-12ab.tmp", "half a cl".getBytes());

    assertThat(ToolRun.of("weave", classes, "-d", temp.resolve("out")).status()).isZero();

    assertThat(snapshot(temp.resolve("out"))).containsOnlyKeys("A.class");
  }

  @Test
  void references_are_found_in_the_inputs_and_on_the_class_path() throws IOException {
    Path classes = temp.resolve("c");
    Path lib = temp.resolve("lib");
    TestClasses.writeClass(classes, "A", "async", "needsHelper");
    assertThat(ToolRun.of("check", classes).status()).isEqualTo(1);

    TestClasses.writeClass(lib, "lib/Helper");
    Path jars = Files.createDirectory(temp.resolve("jars"));
    TestClasses.jar(jars.resolve("helper.jar"), jar -> jar.classFile("lib/Helper"));

    assertThat(ToolRun.of("check", classes, "-cp", "nowhere:" + lib).status()).isZero();
    assertThat(ToolRun.of("check", classes, "--classpath", jars + "/*").status()).isZero();
    assertThat(ToolRun.of("check", classes, lib).status()).isZero();
  }

  @Test
  void check_says_the_same_and_writes_nothing() throws IOException {
    TestClasses.writeClass(temp, "A", "async", "dubious");
    Map<String, String> before = snapshot(temp);
    ToolRun fine = ToolRun.of("check", temp);
    assertThat(fine.status()).isZero();
    assertThat(fine.out()).isEqualTo("checked 1 class: 0 errors, 1 warning\n");
    assertThat(snapshot(temp)).isEqualTo(before);

    TestClasses.writeClass(temp, "B", "faulty");
    ToolRun faulty = ToolRun.of("check", temp);
    assertThat(faulty.status()).isEqualTo(1);
    assertThat(faulty.err()).contains("error[FER-103]").contains("--> B.m(X.java:7)");
    assertThat(faulty.out()).isEqualTo("checked 2 classes: 1 error, 1 warning\n");
  }

  @Test
  void an_input_that_is_given_twice_counts_once() {
    TestClasses.writeClass(temp, "A", "async");

    ToolRun run = ToolRun.of("weave", temp, temp.resolve("."), "--in-place");

    assertThat(run).isEqualTo(new ToolRun(0, "wove 1 of 1 class in " + temp + "\n", ""));
  }

  @Test
  void an_unknown_option_is_one_line_and_status_2() {
    ToolRun run = ToolRun.of("weave", temp, "--inplace");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errLines()).singleElement().asString().contains("--inplace");
    assertThat(run.err()).startsWith("fermata: ");
  }
}
