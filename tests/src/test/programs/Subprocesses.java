import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.CompletedProcess;
import dev.fermata.io.LimitExceededException;
import dev.fermata.io.Signals;
import dev.fermata.io.Subprocess;
import dev.fermata.io.SubprocessException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Runs other programs. */
public class Subprocesses {
  @Async
  public static Coroutine<List<Object>> results() throws IOException {
    List<Object> log = new ArrayList<>();
    CompletedProcess done = await(Subprocess.run("sh", "-c", "echo out; echo err >&2; exit 3"));
    log.add(done.text());
    log.add(done.errors());
    log.add(done.exitCode());
    try {
      done.check();
    } catch (SubprocessException e) {
      log.add(e.getMessage());
    }
    try {
      await(Subprocess.exec("no-such-program-here"), IOException.class);
    } catch (IOException e) {
      log.add(e.getMessage().startsWith("Cannot run program \"no-such-program-here\""));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_dialogue() throws IOException {
    List<Object> log = new ArrayList<>();
    try (Subprocess cat = await(Subprocess.exec("cat"))) {
      cat.stdin().write("one\n");
      log.add(await(cat.stdout().readLine()));
      cat.stdin().write("two\nthree");
      log.add(await(cat.stdout().readLine()));
      await(cat.stdin().endOutput());
      log.add(await(cat.stdout().readLine()));
      log.add(await(cat.stdout().readLine()));
      log.add(await(cat.exitCode()));
    }
    return completed(log);
  }

  @Async
  public static Coroutine<Boolean> much_goes_through(int megabytes) throws IOException {
    byte[] input = new byte[megabytes << 20];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) (i * 31 >> 3);
    }
    try (Subprocess cat = await(Subprocess.exec("sh", "-c", "tee /dev/stderr"))) {
      CompletedProcess done = await(cat.communicate(input));
      return completed(
          Arrays.equals(done.stdout(), input)
              && Arrays.equals(done.stderr(), input)
              && done.exitCode() == 0);
    }
  }

  @Async
  public static Coroutine<List<Object>> unread_input_is_no_failure() throws IOException {
    List<Object> log = new ArrayList<>();
    byte[] input = new byte[1 << 20];
    try (Subprocess head = await(Subprocess.exec("head", "-c", "5"))) {
      CompletedProcess done = await(head.communicate(input));
      log.add(done.stdout().length);
      log.add(done.exitCode());
    }
    try (Subprocess program = await(Subprocess.exec("true"))) {
      program.stdin().write(input);
    }
    log.add("closed");
    return completed(log);
  }

  /** A program that prints without an end; the close after the exception ends it. */
  @Async
  public static Coroutine<List<Object>> a_flood() throws IOException {
    List<Object> log = new ArrayList<>();
    Subprocess kept = await(Subprocess.exec("yes"));
    try (Subprocess yes = kept) {
      await(yes.communicate(new byte[0], 1_000_000), IOException.class);
    } catch (LimitExceededException e) {
      log.add(e.getMessage());
    }
    log.add(kept.isAlive());
    // One that is only read in part is told by the system that nobody reads any more.
    kept = await(Subprocess.exec("yes"));
    try (Subprocess yes = kept) {
      log.add(await(yes.stdout().readLine()));
    }
    log.add(kept.isAlive());
    return completed(log);
  }

  @Async
  static Coroutine<Void> sleeps(List<Object> log, List<Subprocess> started) {
    try (Subprocess sleep = await(Subprocess.exec("sleep", "1000"))) {
      started.add(sleep);
      await(sleep.exitCode());
    } finally {
      log.add("finally");
    }
    return completed();
  }

  @Async
  public static Coroutine<List<Object>> a_cancel_ends_the_program() {
    List<Object> log = new ArrayList<>();
    List<Subprocess> started = new ArrayList<>();
    Task<Void> task = spawn(sleeps(log, started));
    while (started.isEmpty()) {
      await(sleep(Duration.ofMillis(1)));
    }
    log.add(started.get(0).isAlive());
    task.cancel(false);
    try {
      await(task);
    } catch (CancellationException e) {
      log.add("cancelled");
    }
    log.add(started.get(0).isAlive());
    log.add(ProcessHandle.of(started.get(0).pid()).isPresent()); // not even a zombie
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> a_timeout_ends_the_program() throws TimeoutException {
    List<Object> log = new ArrayList<>();
    try {
      await(
          withTimeout(Duration.ofMillis(50), Subprocess.run("sleep", "1000")),
          TimeoutException.class);
    } catch (TimeoutException e) {
      log.add("timeout");
    }
    log.add(
        ProcessHandle.current()
            .children()
            .map(child -> child.info().arguments())
            .flatMap(Optional::stream)
            .noneMatch(arguments -> List.of(arguments).contains("1000")));
    return completed(log);
  }

  /** One that heeds no SIGTERM is killed after its time. */
  @Async
  public static Coroutine<List<Object>> a_stubborn_program_is_killed() throws IOException {
    List<Object> log = new ArrayList<>();
    Subprocess kept =
        await(
            Subprocess.exec(
                "sh", "-c", "trap 'echo terminated' TERM; echo ready; while :; do sleep 0.01; done"));
    kept.setGrace(Duration.ofMillis(100));
    try (Subprocess stubborn = kept) {
      log.add(await(stubborn.stdout().readLine()));
      stubborn.terminate();
      log.add(await(stubborn.stdout().readLine()));
      throw new IllegalStateException("on purpose");
    } catch (IllegalStateException e) {
      log.add(e.getMessage());
    }
    log.add(await(kept.exitCode()));
    return completed(log);
  }

  @Async
  public static Coroutine<Integer> many(int count) {
    List<Coroutine<CompletedProcess>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(Subprocess.run("sh", "-c", "echo " + i));
    }
    int sum = 0;
    for (CompletedProcess done : await(gather(all))) {
      sum += Integer.parseInt(done.text().strip());
    }
    return completed(sum);
  }

  @Async
  public static Coroutine<List<Object>> settings(String folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "pwd; echo $GREETING; echo x >&2");
    builder.directory(new java.io.File(folder)).redirectErrorStream(true);
    builder.environment().put("GREETING", "hello");
    List<Object> log = new ArrayList<>();
    try (Subprocess program = await(Subprocess.exec(builder))) {
      for (String line : program.stdout().lines()) {
        log.add(line);
      }
      log.add(await(program.stderr().read(1)).length);
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> signals() throws IOException {
    List<Object> log = new ArrayList<>();
    String pid = Long.toString(ProcessHandle.current().pid());
    try (Signals signals = Signals.receive("USR2", "HUP")) {
      await(Subprocess.run("kill", "-USR2", pid)).check();
      for (String signal : signals) {
        log.add(signal);
        if (signal.equals("HUP")) {
          break;
        }
        await(Subprocess.run("kill", "-HUP", pid)).check();
      }
    }
    for (String name : List.of("SIGTERM", "NOTHING", "KILL")) {
      try {
        Signals.receive(name);
      } catch (IllegalArgumentException e) {
        log.add(e.getMessage());
      }
    }
    return completed(log);
  }
}
