package dev.fermata.io;

import dev.fermata.AsyncCloseable;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Another program that runs; {@code asyncio.create_subprocess_exec}.
 *
 * <pre>{@code
 * try (Subprocess sort = await(Subprocess.exec("sort", "-n"))) {
 *   System.out.print(await(sort.communicate("10\n9\n")).text());
 * }
 * }</pre>
 *
 * <p>The closing brace waits until the program has ended. Where the block is left with an exception
 * or cancelled, the program is told to terminate first, and killed if it has not done so after five
 * seconds. A loop that ends leaves the program running, as nobody closes it then.
 *
 * <p>Belongs to the loop on which it was started. Each of its three streams that is used has a
 * thread of its own.
 */
public final class Subprocess implements AsyncCloseable {
  /** How many bytes of each stream {@link #communicate()} collects: 64 MiB. */
  public static final int OUTPUT_LIMIT = 64 << 20;

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EventLoop loop = EventLoop.current();
  private final Process process;
  private final String command;
  private final ProcessInput stdin;
  private final ProcessOutput stdout;
  private final ProcessOutput stderr;

  /** Completed on the loop's thread when the process has ended. */
  private final CompletableFuture<Process> exit = new CompletableFuture<>();

  private Duration grace = GRACE;

  private Subprocess(Process process, String command) {
    this.process = process;
    this.command = command;
    Loops.elsewhere(
        loop,
        ended -> {
          var unused = process.onExit().thenRun(ended);
        },
        () -> Loops.ended(loop, () -> exit.complete(process)));
    stdin = new ProcessInput(loop, process.getOutputStream(), "stdin of " + this);
    stdout = new ProcessOutput(loop, process.getInputStream(), "stdout of " + this);
    stderr = new ProcessOutput(loop, process.getErrorStream(), "stderr of " + this);
  }

  /**
   * Starts a program, which gets the arguments as they are: no shell reads them. It fails with an
   * {@link IOException} if there is no such program.
   */
  public static Coroutine<Subprocess> exec(String... command) {
    return exec(new ProcessBuilder(command.clone()));
  }

  /**
   * Starts a program, with the folder, environment and redirections that are set there. A stream
   * that goes elsewhere is empty here.
   */
  public static Coroutine<Subprocess> exec(ProcessBuilder builder) {
    String command = String.join(" ", builder.command());
    return new Steps<>("Subprocess.exec") {
      @Override
      @Nullable Object next(int step, @Nullable Object in) throws Throwable {
        if (step == 0) {
          return new OffLoop<>(name(), IoThreads.PIPES, call -> builder.start());
        }
        return end(new Subprocess((Process) Objects.requireNonNull(value(in)), command));
      }
    };
  }

  /**
   * Runs a program without input to its end, and collects what it prints, as {@link #communicate()}
   * does; when it is cancelled, the program is, too.
   */
  public static Coroutine<CompletedProcess> run(String... command) {
    return run(new ProcessBuilder(command.clone()));
  }

  /** As {@link #run(String...)}. */
  public static Coroutine<CompletedProcess> run(ProcessBuilder builder) {
    return new Communication.Run(builder);
  }

  // ---- what it reads and writes ----------------------------------------------------------------

  /** What the program reads; {@link ByteWriter#endOutput} ends that. */
  public ByteWriter stdin() {
    return stdin.output();
  }

  /** What the program prints. */
  public ByteReader stdout() {
    return stdout;
  }

  /** What the program complains of. */
  public ByteReader stderr() {
    return stderr;
  }

  /** As {@link #communicate(byte[])}, without input. */
  public Coroutine<CompletedProcess> communicate() {
    return communicate(new byte[0]);
  }

  /** As {@link #communicate(byte[])}, with text in UTF-8. */
  public Coroutine<CompletedProcess> communicate(String input) {
    return communicate(input.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #communicate(byte[], int)}, with {@link #OUTPUT_LIMIT}. */
  public Coroutine<CompletedProcess> communicate(byte[] input) {
    return communicate(input, OUTPUT_LIMIT);
  }

  /**
   * Writes all input, reads all that the program prints meanwhile, and waits for its end. A program
   * that ends without reading all is no failure.
   *
   * @param limit how many bytes of each stream at most; beyond that it fails with a {@link
   *     LimitExceededException}
   */
  public Coroutine<CompletedProcess> communicate(byte[] input, int limit) {
    return new Communication(this, input, limit);
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Waits for the program's end; a cancel does nothing to the program. */
  public Coroutine<Integer> exitCode() {
    return new Steps<>("Subprocess.exitCode") {
      @Override
      @Nullable Object next(int step, @Nullable Object in) throws Throwable {
        if (step == 0) {
          CompletionStage<Process> ended = exit;
          return ended;
        }
        value(in);
        return end(process.exitValue());
      }
    };
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Tells the program to end, by SIGTERM on Unix; it may clean up. */
  public void terminate() {
    // Process.destroy would also close the streams, and what is still in them would be lost. The
    // result is false where the program has just ended, which is what was wanted.
    var unused = process.toHandle().destroy();
  }

  /** Ends the program at once, by SIGKILL on Unix. */
  public void kill() {
    var unused = process.toHandle().destroyForcibly();
  }

  /** Sets how long a program may clean up before it is killed; five seconds at first. */
  public void setGrace(Duration limit) {
    grace = Objects.requireNonNull(limit, "limit");
  }

  /**
   * Ends the program's input, reads its output no more, and waits for its end; if the task is
   * cancelled meanwhile, the program is ended as by {@link #closeAsync(Throwable)}.
   */
  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return new ProcessClosing(this, false);
  }

  /**
   * As {@link #closeAsync()}; after a failure the program is told to terminate, and killed if that
   * takes it too long.
   */
  @Override
  public Coroutine<@Nullable Void> closeAsync(@Nullable Throwable failure) {
    return new ProcessClosing(this, failure != null);
  }

  @Override
  public String toString() {
    return "Subprocess[" + process.pid() + ": " + command + "]";
  }

  /** Reads and writes nothing more. */
  void closeStreams() {
    stdin.close();
    stdout.close();
    stderr.close();
  }

  Duration grace() {
    return grace;
  }

  String command() {
    return command;
  }
}
