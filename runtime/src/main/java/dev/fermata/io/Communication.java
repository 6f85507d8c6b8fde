package dev.fermata.io;

import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.runtime.Failure;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives a program its input, and collects what it prints, both at the same time. */
final class Communication extends Steps<CompletedProcess> {
  private final Subprocess subprocess;
  private final byte[] input;
  private final int limit;
  private @Nullable Task<byte[]> stdout;
  private @Nullable Task<byte[]> stderr;

  Communication(Subprocess subprocess, byte[] input, int limit) {
    super("Subprocess.communicate");
    this.subprocess = subprocess;
    this.input = input;
    this.limit = limit;
  }

  @Override
  @Nullable Object next(int step, @Nullable Object in) throws Throwable {
    if (step == 0) {
      TaskGroup group = TaskGroup.open();
      var unused = group.spawn("stdin of " + subprocess, new Feeding());
      stdout = group.spawn("stdout of " + subprocess, subprocess.stdout().readAll(limit));
      stderr = group.spawn("stderr of " + subprocess, subprocess.stderr().readAll(limit));
      return group.closeAsync();
    }
    Object value = value(in);
    if (step == 1) {
      return subprocess.exitCode();
    }
    return end(
        new CompletedProcess(
            subprocess.command(),
            (Integer) Objects.requireNonNull(value),
            Objects.requireNonNull(stdout).join(),
            Objects.requireNonNull(stderr).join()));
  }

  /** Writes the input, and ends it; who does not want it all need not read it. */
  private final class Feeding extends Steps<@Nullable Void> {
    Feeding() {
      super("Subprocess.communicate");
    }

    @Override
    @Nullable Object next(int step, @Nullable Object in) throws Throwable {
      if (step == 0) {
        subprocess.stdin().write(input);
        return subprocess.stdin().endOutput();
      }
      if (!(in instanceof Failure failure && failure.exception() instanceof IOException)) {
        value(in);
      }
      return end(null);
    }
  }

  /** Starts a program, communicates, and closes it. */
  static final class Run extends Steps<CompletedProcess> {
    private final ProcessBuilder builder;
    private @Nullable Subprocess subprocess;
    private @Nullable Object result;

    Run(ProcessBuilder builder) {
      super("Subprocess.run");
      this.builder = builder;
    }

    @Override
    @Nullable Object next(int step, @Nullable Object in) throws Throwable {
      if (step == 0) {
        return Subprocess.exec(builder);
      }
      if (step == 1) {
        Subprocess started = (Subprocess) Objects.requireNonNull(value(in));
        subprocess = started;
        return started.communicate();
      }
      if (step == 2) {
        result = in;
        Throwable failure = in instanceof Failure told ? told.exception() : null;
        return Objects.requireNonNull(subprocess).closeAsync(failure);
      }
      value(result);
      value(in);
      return end((CompletedProcess) result);
    }
  }
}
