package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.cli.weave.ClassWeaver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tool is killed, as by {@code kill -9}, at points that are seen in the file system. What is
 * not killed runs in this JVM, which is quicker.
 */
class KilledWeaveIT {
  private static final int CLASSES = 80;

  @TempDir private static Path temp;
  private static Path folder;
  private static Map<String, byte[]> before;
  private static Map<String, byte[]> after;

  @BeforeAll
  static void compile() throws Exception {
    StringBuilder source =
        new StringBuilder(
            """
            package app;
            import static dev.fermata.Fermata.*;
            import dev.fermata.Coroutine;
            import dev.fermata.annotations.Async;
            """);
    for (int i = 0; i < CLASSES; i++) {
      source.append(
          """
          class C%d {
            @Async static Coroutine<String> slowly(String s) {
              await(yieldNow());
              return completed(s);
            }
          }
          """
              .formatted(i));
    }
    new RealTool(temp).compile("classes", source.toString());
    folder = temp.resolve("classes/app");
    before = contents(folder);
    weave(temp.resolve("classes"), "-d", temp.resolve("woven"));
    after = contents(temp.resolve("woven/app"));
    assertThat(after.size()).isGreaterThan(2 * CLASSES);
  }

  /** Runs the tool to its end. */
  private static void weave(Path input, Object... options) {
    Object[] arguments = new Object[options.length + 2];
    arguments[0] = "weave";
    arguments[1] = input;
    System.arraycopy(options, 0, arguments, 2, options.length);
    ToolRun run = ToolRun.with(ClassWeaver.Factory.COMPILER, arguments);
    assertThat(run.status()).as(run.err()).isZero();
  }

  @BeforeEach
  void makeAllFilesOldAgain() throws IOException {
    for (String name : contents(folder).keySet()) {
      Files.delete(folder.resolve(name));
    }
    for (Map.Entry<String, byte[]> file : before.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /**
   * Runs the tool until something is seen in a folder, and kills it; false if it had ended by then.
   * The file system tells of each change: a loop that looks would take the time that the tool
   * needs.
   */
  private boolean killOnce(Path watched, BooleanSupplier seen, String... arguments)
      throws Exception {
    List<String> command = RealTool.command(arguments);
    command.add(1, "-XX:TieredStopAtLevel=1"); // starts quicker
    try (WatchService changes = watched.getFileSystem().newWatchService()) {
      watched.register(
          changes,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      Process process =
          new ProcessBuilder(command)
              .directory(temp.toFile())
              .redirectErrorStream(true)
              .redirectOutput(new File(temp.toFile(), "output"))
              .start();
      CompletableFuture<Void> ended = process.onExit().thenAccept(one -> close(changes));
      try {
        while (!seen.getAsBoolean()) {
          changes.take().reset();
        }
      } catch (ClosedWatchServiceException e) {
        assertThat(process.isAlive()).isFalse();
      }
      boolean running = process.isAlive();
      process.destroyForcibly().waitFor();
      ended.join();
      return running;
    }
  }

  private static void close(WatchService changes) {
    try {
      changes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isTemporary(String name) {
    return name.startsWith(".fermata-") && name.endsWith(".tmp");
  }

  private long temporaries(Path where) {
    String[] names = where.toFile().list();
    return names == null ? 0 : Arrays.stream(names).filter(KilledWeaveIT::isTemporary).count();
  }

  /** Every class is the old or the new one, and a new one has all that was generated for it. */
  private void assertEveryFileIsOldOrNew() throws IOException {
    Map<String, byte[]> now = contents(folder);
    assertThat(now.keySet()).containsAll(before.keySet());
    for (Map.Entry<String, byte[]> file : now.entrySet()) {
      String name = file.getKey();
      if (isTemporary(name) || Arrays.equals(file.getValue(), before.get(name))) {
        continue;
      }
      assertThat(file.getValue()).as(name).isEqualTo(after.get(name));
      String generated = name.replace(".class", "$");
      assertThat(now.keySet())
          .as(name)
          .containsAll(after.keySet().stream().filter(n -> n.startsWith(generated)).toList());
    }
  }

  private void assertTheNextRunCompletes() throws IOException {
    weave(temp.resolve("classes"), "--in-place");
    Map<String, byte[]> now = contents(folder);
    assertThat(now.keySet()).isEqualTo(after.keySet());
    after.forEach((name, bytes) -> assertThat(now.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void when_the_first_file_is_being_written_all_files_are_old() throws Exception {
    assertThat(killOnce(folder, () -> temporaries(folder) > 0, "weave", "classes", "--in-place"))
        .isTrue();

    assertThat(temporaries(folder)).isPositive();
    assertEveryFileIsOldOrNew();
    before.forEach((name, bytes) -> assertThat(folder.resolve(name)).hasBinaryContent(bytes));
    assertTheNextRunCompletes();
  }

  @Test
  void when_half_of_the_files_are_written_all_files_are_old() throws Exception {
    int half = after.size() / 2;

    assertThat(killOnce(folder, () -> temporaries(folder) > half, "weave", "classes", "--in-place"))
        .isTrue();

    assertThat(temporaries(folder)).isPositive();
    assertEveryFileIsOldOrNew();
    assertTheNextRunCompletes();
  }

  @Test
  void when_the_first_file_is_replaced_every_file_is_old_or_new() throws Exception {
    killOnce(folder, () -> isReplaced(0), "weave", "classes", "--in-place");

    assertEveryFileIsOldOrNew();
    assertTheNextRunCompletes();
  }

  @Test
  void when_half_of_the_files_are_replaced_every_file_is_old_or_new() throws Exception {
    killOnce(folder, () -> isReplaced(after.size() / 2), "weave", "classes", "--in-place");

    assertEveryFileIsOldOrNew();
    assertTheNextRunCompletes();
  }

  /** Whether the file of this number, in the order in which they are replaced, is a new one. */
  private boolean isReplaced(int number) {
    String name = after.keySet().stream().skip(number).findFirst().orElseThrow();
    byte[] old = before.get(name);
    File file = folder.resolve(name).toFile();
    return old == null ? file.exists() : file.length() != old.length;
  }

  @Test
  void a_killed_jar_is_the_old_one_and_the_next_run_cleans_up() throws Exception {
    Path jars = Files.createDirectory(temp.resolve("jars"));
    Path jar =
        TestClasses.jar(
            jars.resolve("app.jar"),
            c -> {
              for (Map.Entry<String, byte[]> file : before.entrySet()) {
                c.deflated("app/" + file.getKey(), file.getValue());
              }
            });
    byte[] old = Files.readAllBytes(jar);

    killOnce(jars, () -> temporaries(jars) > 0, "weave", "jars/app.jar", "--in-place");

    if (temporaries(jars) > 0) { // else it was faster than the kill
      assertThat(jar).hasBinaryContent(old);
    }
    weave(jar, "--in-place");
    assertThat(jars.toFile().list()).containsExactly("app.jar");
    try (var zip = new java.util.zip.ZipFile(jar.toFile())) {
      assertThat(zip.stream().map(e -> e.getName().substring(4))).hasSameElementsAs(after.keySet());
    }
  }
}
