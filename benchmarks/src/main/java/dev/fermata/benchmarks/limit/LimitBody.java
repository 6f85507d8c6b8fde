package dev.fermata.benchmarks.limit;

/** The first step of a coroutine. */
@FunctionalInterface
public interface LimitBody {
  /** Runs up to the first wait; gives the result, or a frame if it is held. */
  Object start() throws Throwable;
}
