package dev.fermata.benchmarks.limit;

/** A coroutine with a place of its own in the loop: what runs, or its outcome. */
public final class LimitTask extends LimitTimer {
  /** The innermost frame while it is held. */
  LimitFrame leaf;

  /** The body before the first step, then what the task goes on with, and at last the result. */
  Object content;

  /** Who awaits this one. */
  LimitTask waiter;

  boolean done;

  LimitTask(LimitBody body) {
    this.content = body;
  }

  /** Whether there is a result. */
  public boolean isDone() {
    return done;
  }

  /** The result. */
  public Object result() {
    return content;
  }
}
