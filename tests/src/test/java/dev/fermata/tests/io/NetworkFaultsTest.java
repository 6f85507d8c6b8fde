package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private static final WovenProgram NO_DESCRIPTORS = IoPrograms.of("NoDescriptors.java");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int SLOW_CLIENTS = 10_000;

  /** A million in the longer proof. */
  private static final int CONNECTIONS = Integer.getInteger("fermata.connections", 10_000);

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
    try (LimitedJvm server = LimitedJvm.start(PROGRAM, folder, 20_000)) {
      int port = Integer.parseInt(server.line());
      List<Object> log = PROGRAM.run("slow_clients", port, SLOW_CLIENTS);
      assertThat(log).containsExactly(100, SLOW_CLIENTS);
    }
  }

  @Test
  void a_server_without_free_descriptors_goes_on_when_it_has_some(@TempDir Path folder)
      throws IOException {
    try (LimitedJvm server = LimitedJvm.start(PROGRAM, folder, 150)) {
      int port = Integer.parseInt(server.line());
      int right = PROGRAM.<Integer>run("too_many", port, 400);
      assertThat(right).isEqualTo(400);
      assertThat(server.line()).isEqualTo("no connection could be accepted");
    }
  }

  @Test
  void a_client_without_free_descriptors_is_told_and_goes_on(@TempDir Path folder)
      throws IOException {
    String told = "java.net.ConnectException: /127.0.0.1:PORT: Too many open files";
    try (LimitedJvm client = LimitedJvm.start(NO_DESCRIPTORS, folder, 100)) {
      assertThat(client.lines())
          .containsExactly(
              "before",
              told,
              told,
              "meanwhile",
              "some are free",
              "after",
              "java.io.IOException: no selector for the event loop: Too many open files");
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
