package dev.fermata.sync;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.WaitQueue;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passes elements from tasks to tasks, first in, first out, until it is closed; Kotlin's {@code
 * Channel}, trio's memory channel.
 *
 * <pre>{@code
 * Channel<String> lines = Channel.buffered(16);
 *
 * try (SendChannel<String> out = lines) { // one task
 *   while (hasMore()) {
 *     await(out.send(read()));
 *   }
 * }
 *
 * for (String line : lines) {             // another one, until the channel is closed and empty
 *   await(process(line));
 * }
 * }</pre>
 *
 * <p>An element goes straight to the receive that has waited longest. Elements are never null.
 *
 * @param <T> the type of the elements
 */
public final class Channel<T> extends LoopBound implements SendChannel<T>, ReceiveChannel<T> {
  private final int capacity;
  private final ArrayDeque<T> buffer = new ArrayDeque<>(4);

  /** If any waits, the buffer is empty and no send waits, but for those of one select. */
  private final WaitQueue receivers = new WaitQueue();

  /** If any waits, the buffer is full. */
  private final WaitQueue senders = new WaitQueue();

  private boolean closed;
  private @Nullable Throwable cause;

  /** Places in the wait queues that are used again when they are free. */
  ChannelReceive.@Nullable Place<T> spareReceive;

  ChannelSend.@Nullable Place<T> spareSend;

  private Channel(int capacity) {
    this.capacity = capacity;
  }

  /** A channel without a buffer: a send waits until its element is received. */
  public static <T> Channel<T> rendezvous() {
    return new Channel<>(0);
  }

  /**
   * A channel with a buffer: a send waits while it is full.
   *
   * @param capacity how many elements the buffer has, from 1
   */
  public static <T> Channel<T> buffered(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a buffered channel needs a capacity of at least 1, not "
              + capacity
              + "; without a buffer it is Channel.rendezvous()");
    }
    return new Channel<>(capacity);
  }

  /** A channel whose buffer has no bound: a send never waits. */
  public static <T> Channel<T> unbounded() {
    return new Channel<>(Integer.MAX_VALUE);
  }

  // ---- sending ---------------------------------------------------------------------------------

  @Override
  public Coroutine<@Nullable Void> send(T element) {
    return new ChannelSend<>(this, Objects.requireNonNull(element, "element"));
  }

  @Override
  public boolean trySend(T element) {
    Objects.requireNonNull(element, "element");
    check();
    return sendNow(element);
  }

  boolean sendNow(T element) {
    if (closed) {
      throw closedException("nothing can be sent: the channel is closed");
    }
    Receiver<T> receiver = firstReceiver();
    if (receiver != null) {
      receiver.received(element);
      return true;
    }
    if (buffer.size() < capacity) {
      buffer.add(element);
      return true;
    }
    return false;
  }

  @Override
  public void close() {
    close(false, null);
  }

  @Override
  public void close(Throwable failure) {
    close(false, Objects.requireNonNull(failure, "failure"));
  }

  private void close(boolean drop, @Nullable Throwable failure) {
    check();
    if (!closed) {
      closed = true;
      cause = failure;
    }
    if (drop) {
      buffer.clear();
      while (!senders.isEmpty()) {
        Objects.requireNonNull(firstSender()).channelClosed();
      }
    }
    while (!receivers.isEmpty()) {
      Objects.requireNonNull(firstReceiver()).channelClosed();
    }
  }

  @Override
  public boolean isClosedForSend() {
    return closed;
  }

  // ---- receiving -------------------------------------------------------------------------------

  @Override
  public Coroutine<T> receive() {
    return new ChannelReceive<>(this);
  }

  @Override
  public @Nullable T tryReceive() {
    check();
    return receiveNow();
  }

  @Nullable T receiveNow() {
    T element = takeNow();
    if (element == null && closed) {
      throw endOfChannel();
    }
    return element;
  }

  /** As {@link #receiveNow}, but null at the end too. */
  @Nullable T takeNow() {
    T element = buffer.poll();
    if (!senders.isEmpty()) {
      if (element == null) {
        return Objects.requireNonNull(firstSender()).sent();
      }
      if (buffer.size() < capacity) {
        buffer.add(Objects.requireNonNull(firstSender()).sent());
      }
    }
    return element;
  }

  @Override
  public AsyncIterator<T> iterator() {
    return new ChannelIterator<>(this);
  }

  /** An iterator's element that nobody has taken is the next one again. */
  void giveBack(T element) {
    Receiver<T> receiver = firstReceiver();
    if (receiver != null) {
      receiver.received(element);
    } else {
      buffer.addFirst(element);
    }
  }

  @Override
  public void cancel() {
    close(true, null);
  }

  @Override
  public boolean isClosedForReceive() {
    return closed && buffer.isEmpty() && senders.isEmpty();
  }

  /** Whether it was closed because of a failure. */
  boolean hasFailed() {
    return cause != null;
  }

  ChannelClosedException endOfChannel() {
    return closedException("nothing is left to be received: the channel is closed");
  }

  private ChannelClosedException closedException(String message) {
    return new ChannelClosedException(message, cause);
  }

  static ChannelClosedException cancelledException() {
    return new ChannelClosedException("the receiver of the channel has cancelled it", null);
  }

  /** How many elements are buffered. Any thread; a snapshot on another one. */
  public int size() {
    return buffer.size();
  }

  @Override
  public String toString() {
    return "Channel["
        + (capacity == 0 ? "rendezvous" : size() + " buffered")
        + (closed ? ", closed]" : "]");
  }

  // ---- waiting ---------------------------------------------------------------------------------

  WaitQueue receivers() {
    return receivers;
  }

  WaitQueue senders() {
    return senders;
  }

  @SuppressWarnings("unchecked") // only these are in the queue
  private @Nullable Receiver<T> firstReceiver() {
    return (Receiver<T>) receivers.first();
  }

  @SuppressWarnings("unchecked") // only these are in the queue
  private @Nullable Sender<T> firstSender() {
    return (Sender<T>) senders.first();
  }

  /** A place in the queue of those who wait for an element. */
  abstract static class Receiver<T> extends Wait<Object> {
    Receiver(Channel<T> channel) {
      super(channel.receivers);
    }

    /** Takes an element, and leaves the queue. */
    abstract void received(T element);

    /** Nothing is going to come; leaves the queue. */
    abstract void channelClosed();
  }

  /** A place in the queue of those who wait until their element is taken. */
  abstract static class Sender<T> extends Wait<@Nullable Void> {
    Sender(Channel<T> channel) {
      super(channel.senders);
    }

    /** Gives the element, and leaves the queue. */
    abstract T sent();

    /** The element is not going to be received; leaves the queue. */
    abstract void channelClosed();
  }
}
