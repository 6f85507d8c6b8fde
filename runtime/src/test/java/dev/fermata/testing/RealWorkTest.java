package dev.fermata.testing;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.woven.Script.script;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.OnCancel;
import dev.fermata.Task;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.AsyncFiles;
import dev.fermata.io.CompletedProcess;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Subprocess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What other threads do for a loop with virtual time takes no virtual time. */
@Timeout(60) // what would wait for ever is told as a failure
class RealWorkTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;

  private static <T> T withinAnHour(Coroutine<T> body) {
    try (VirtualTime time = VirtualTime.install()) {
      T result = Fermata.run(withTimeout(HOUR, body));
      assertThat(time.elapsed()).isZero();
      return result;
    }
  }

  /** Ends when the loop's thread has nothing to do; with virtual time it would jump then. */
  private static void untilIdle(Thread loop) {
    while (loop.getState() != Thread.State.TIMED_WAITING
        && loop.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void waitFor(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_blocking_call_is_no_time() {
    Thread loop = Thread.currentThread();
    assertThat(
            withinAnHour(
                toThread(
                    () -> {
                      untilIdle(loop);
                      return "done";
                    })))
        .isEqualTo("done");
  }

  @Test
  void a_file_operation_is_no_time() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    for (int i = 0; i < 100; i++) {
      assertThat(withinAnHour(AsyncFiles.readString(file))).isEqualTo("text");
    }
  }

  @Test
  void reading_and_writing_a_file_is_no_time() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "one\ntwo\n");
    for (int i = 0; i < 100; i++) {
      AsyncFile[] opened = new AsyncFile[1];
      Coroutine<String> reads =
          script("reads")
              .step(in -> AsyncFile.open(file))
              .step(
                  in -> {
                    opened[0] = (AsyncFile) in;
                    return opened[0].readLine();
                  })
              .step(in -> opened[0].readLine())
              .<String>cold();
      assertThat(withinAnHour(reads)).isEqualTo("two");
    }
  }

  @Test
  void a_process_is_no_time() {
    CompletedProcess process = withinAnHour(Subprocess.run("echo", "hello"));
    assertThat(process.text()).isEqualTo("hello\n");
  }

  @Test
  void a_timer_that_others_wait_for_takes_its_time() {
    CountDownLatch latch = new CountDownLatch(1);
    try (VirtualTime time = VirtualTime.install()) {
      Coroutine<Object> main =
          script("main")
              .step(
                  in -> {
                    EventLoop.current().schedule(latch::countDown, 2, MILLISECONDS);
                    return toThread(
                        () -> {
                          waitFor(latch);
                          return "done";
                        });
                  })
              .cold();
      assertThat(Fermata.run(main)).isEqualTo("done");
      assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(2));
    }
  }

  @Test
  void nobody_waits_for_a_call_that_was_abandoned() {
    CountDownLatch latch = new CountDownLatch(1);
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Task<String>> begun = new CompletableFuture<>();
    Coroutine<String> call =
        toThread(
            OnCancel.INTERRUPT_AND_ABANDON,
            () -> {
              begun.join().cancel(true);
              waitFor(latch);
              over.complete(null);
              return "late";
            });
    try (VirtualTime time = VirtualTime.install();
        EventLoop loop = new EventLoop()) {
      Task<String> task = loop.spawn(call);
      begun.complete(task);
      assertThatThrownBy(() -> loop.run(script("main").step(in -> task).cold()))
          .isInstanceOf(CancellationException.class);
      loop.run(sleep(HOUR));
      assertThat(time.elapsed()).isEqualTo(HOUR);
    }
    latch.countDown();
    over.join();
  }

  @Test
  void the_clock_jumps_when_the_last_connection_is_closed() {
    try (VirtualTime time = VirtualTime.install();
        EventLoop loop = new EventLoop()) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Server server =
          loop.run(
              script("listens")
                  .step(in -> Net.server(connection -> Fermata.completed()).listen(address))
                  .cold());
      Connection connection = loop.run(Net.connect("127.0.0.1", server.port()));
      loop.run(connection.closeAsync());
      loop.run(server.closeAsync());
      Duration before = time.elapsed();
      loop.run(sleep(HOUR));
      assertThat(time.elapsed().minus(before)).isEqualTo(HOUR);
    }
  }

  @Test
  void a_loop_that_was_shut_down_gets_what_its_tasks_have_begun() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    EventLoop loop = new EventLoop();
    CompletableFuture<String> text = loop.spawn(AsyncFiles.readString(file));
    loop.shutdown();
    loop.run();
    assertThat(text.join()).isEqualTo("text");
  }
}
