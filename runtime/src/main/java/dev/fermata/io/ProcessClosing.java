package dev.fermata.io;

import dev.fermata.Fermata;
import dev.fermata.runtime.Failure;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a program's end, in three stages, each of which a cancel ends: as long as it takes;
 * after it was told to terminate, for a grace period; and after it was killed.
 */
final class ProcessClosing extends Steps<@Nullable Void> {
  private enum Stage {
    BEGIN,
    WRITE,
    WAIT,
    TERMINATE,
    KILL
  }

  private final Subprocess subprocess;
  private final boolean terminates;
  private Stage stage = Stage.BEGIN;
  private @Nullable CancellationException cancelled;

  ProcessClosing(Subprocess subprocess, boolean terminates) {
    super("Subprocess.close");
    this.subprocess = subprocess;
    this.terminates = terminates;
  }

  @Override
  @Nullable Object next(int step, @Nullable Object in) throws Throwable {
    if (in instanceof Failure failure
        && failure.exception() instanceof CancellationException exception) {
      cancelled = exception;
    }
    stage = following(in instanceof Failure);
    if (stage == Stage.WRITE) {
      return subprocess.stdin().endOutput();
    }
    if (stage == Stage.WAIT) {
      subprocess.closeStreams(); // where it is to terminate, it may still print
    }
    if (!subprocess.isAlive()) {
      subprocess.closeStreams();
      if (cancelled != null) {
        throw cancelled;
      }
      return end(null);
    }
    switch (stage) {
      case TERMINATE -> {
        subprocess.terminate();
        return Fermata.withTimeout(subprocess.grace(), subprocess.exitCode());
      }
      case KILL -> subprocess.kill();
      default -> {}
    }
    return subprocess.exitCode();
  }

  private Stage following(boolean failed) {
    return switch (stage) {
      case BEGIN -> terminates ? Stage.TERMINATE : Stage.WRITE;
      // A program that has not read all is no failure, as its exit code tells.
      case WRITE -> cancelled != null ? Stage.TERMINATE : Stage.WAIT;
      case WAIT -> failed ? Stage.TERMINATE : Stage.WAIT;
      case TERMINATE -> failed ? Stage.KILL : Stage.TERMINATE;
      case KILL -> Stage.KILL;
    };
  }
}
