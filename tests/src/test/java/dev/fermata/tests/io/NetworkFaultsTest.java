package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import dev.fermata.tests.programs.WovenProgram;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Too many clients, slow ones, and cancels everywhere: nothing is lost, and nothing stays open. */
@Timeout(100) // what would wait for ever is told as a failure
@EnabledOnOs(value = OS.LINUX, disabledReason = "it counts the descriptors of /proc")
class NetworkFaultsTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("Faults.java");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int SLOW_CLIENTS = 10_000;

  /** A million in the longer proof. */
  private static final int CONNECTIONS = Integer.getInteger("fermata.connections", 10_000);

  /** A server in a virtual machine of its own. */
  private record ServerProcess(Process process, BufferedReader out, int port)
      implements AutoCloseable {
    static ServerProcess start(Path folder, int descriptors) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "ulimit -n " + descriptors + "; exec \"$0\" -cp \"$1\" Faults",
                  java,
                  jars(folder))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      return new ServerProcess(process, out, Integer.parseInt(out.readLine()));
    }

    /** A JAR is open all the time, and each class of a folder needs a descriptor. */
    private static String jars(Path folder) throws IOException {
      Path classes = Files.createDirectory(folder.resolve("classes"));
      PROGRAM.writeTo(classes);
      List<String> jars = new ArrayList<>(List.of(jar(classes, folder.resolve("program.jar"))));
      for (Class<?> type : List.of(Fermata.class, Async.class)) {
        Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
        jars.add(jar(source, folder.resolve(type.getSimpleName() + ".jar")));
      }
      return String.join(File.pathSeparator, jars);
    }

    private static String jar(Path source, Path jar) {
      if (!Files.isDirectory(source)) {
        return source.toString();
      }
      int result =
          ToolProvider.findFirst("jar")
              .orElseThrow()
              .run(
                  System.out, System.err, "-c", "-f", jar.toString(), "-C", source.toString(), ".");
      assertThat(result).isZero();
      return jar.toString();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** What is open, of sockets and pipes; files of classes are opened at any time. */
  private static List<String> descriptors() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      for (Path one : (Iterable<Path>) all::iterator) {
        open.add(target(one));
      }
    }
    open.removeIf(target -> target.endsWith(".jar") || target.startsWith("/proc/"));
    return open;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "/proc/none";
    }
  }

  @Test
  void slow_clients_do_not_hinder_others(@TempDir Path folder) throws IOException {
    try (ServerProcess server = ServerProcess.start(folder, 20_000)) {
      List<Object> log = PROGRAM.run("slow_clients", server.port(), SLOW_CLIENTS);
      assertThat(log).containsExactly(100, SLOW_CLIENTS);
    }
  }

  @Test
  void a_server_without_free_descriptors_goes_on_when_it_has_some(@TempDir Path folder)
      throws IOException {
    try (ServerProcess server = ServerProcess.start(folder, 150)) {
      int right = PROGRAM.<Integer>run("too_many", server.port(), 400);
      assertThat(right).isEqualTo(400);
      assertThat(server.out().readLine()).isEqualTo("no connection could be accepted");
    }
  }

  @Test
  @Timeout(1_000)
  void descriptors_are_given_back_after_many_connections(@TempDir Path folder) throws IOException {
    PROGRAM.<Integer>run("again_and_again", null, 100, 10);
    List<String> before = descriptors();
    int tcp = CONNECTIONS / 10;
    int right = PROGRAM.<Integer>run("again_and_again", null, tcp, 20);
    assertThat(right).isEqualTo(tcp);
    int unix = CONNECTIONS - tcp;
    right = PROGRAM.<Integer>run("again_and_again", folder, unix, 20);
    assertThat(right).isEqualTo(unix);
    assertThat(descriptors()).hasSizeLessThanOrEqualTo(before.size());
  }

  @Test
  void a_cancel_at_any_await_leaves_nothing_open(@TempDir Path folder) throws IOException {
    cancel(folder, 100_000, true); // all the classes are loaded
    List<String> before = descriptors();
    for (boolean ofClient : new boolean[] {true, false}) {
      boolean wasDone = false;
      for (int turns = 0; !wasDone; turns++) {
        wasDone = cancel(folder, turns, ofClient);
      }
    }
    assertThat(descriptors()).hasSizeLessThanOrEqualTo(before.size());
  }

  /** Gives whether all had ended before the cancel. */
  private static boolean cancel(Path folder, int turns, boolean ofClient) {
    List<Object> log = PROGRAM.run("a_cancel", folder, turns, ofClient);
    assertThat(log).hasSize(4);
    assertThat(log.get(0)).as("after %d turns", turns).isIn("", "ann\ncat\nxyz");
    assertThat(log).as("after %d turns", turns).endsWith(0, 0, false);
    return !log.get(0).equals("");
  }
}
