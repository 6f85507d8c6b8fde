package dev.fermata.benchmarks.futures;

import java.util.concurrent.CompletableFuture;

/** A channel with a buffer of one, for one sender and one receiver on the same loop. */
public final class FutureSlot {
  private final FutureLoop loop;
  private Integer element;
  private CompletableFuture<Integer> receiver;
  private CompletableFuture<Void> sender;

  /** An empty slot. */
  public FutureSlot(FutureLoop loop) {
    this.loop = loop;
  }

  /** Done when there is room again. */
  public CompletableFuture<Void> send(Integer value) {
    CompletableFuture<Integer> waiting = receiver;
    if (waiting != null) {
      receiver = null;
      loop.execute(() -> waiting.complete(value));
      return CompletableFuture.completedFuture(null);
    }
    if (element == null) {
      element = value;
      return CompletableFuture.completedFuture(null);
    }
    sender = new CompletableFuture<>();
    return sender.thenRun(() -> element = value);
  }

  /** The element, when there is one. */
  public CompletableFuture<Integer> receive() {
    Integer value = element;
    if (value == null) {
      receiver = new CompletableFuture<>();
      return receiver;
    }
    element = null;
    CompletableFuture<Void> waiting = sender;
    if (waiting != null) {
      sender = null;
      waiting.complete(null);
    }
    return CompletableFuture.completedFuture(value);
  }
}
