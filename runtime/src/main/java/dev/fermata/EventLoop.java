package dev.fermata;

import java.util.concurrent.Executor;

/** Placeholder. */
public final class EventLoop implements Executor {
  private EventLoop() {}

  public static EventLoop current() {
    throw new UnsupportedOperationException();
  }

  public long nanoTime() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void execute(Runnable task) {
    throw new UnsupportedOperationException();
  }
}
