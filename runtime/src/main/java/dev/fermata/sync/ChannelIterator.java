package dev.fermata.sync;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.internal.DirectIterator;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Receives for a loop: has one element in hand between {@code hasNext} and {@code next}. */
final class ChannelIterator<T> implements AsyncIterator<T>, DirectIterator {
  private final Channel<T> channel;
  private final Ahead<T> ahead;
  private @Nullable T element;
  private boolean closed;

  ChannelIterator(Channel<T> channel) {
    this.channel = channel;
    ahead = new Ahead<>(channel, this);
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    return new HasNext<>(this);
  }

  @Override
  public Coroutine<T> nextAsync() {
    return new Next<>(this);
  }

  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return new Close(this);
  }

  @Override
  public Object hasNext(int headroom) {
    return look();
  }

  @Override
  public Object next(int headroom) {
    Object there = look();
    return there instanceof ContinuationFrame
        ? Continuations.suspend(there, new NextFrame(this))
        : take();
  }

  /** Makes sure that an element is in hand: true, false at the end, or a frame that will say so. */
  private Object look() {
    channel.check();
    if (element != null) {
      return true;
    }
    if (closed) {
      return false;
    }
    if (ahead.isHeld()) {
      throw new IllegalStateException(
          "another task waits in this iterator of a channel; take one iterator for each task");
    }
    element = channel.takeNow();
    if (element != null) {
      return true;
    }
    if (!channel.isClosedForReceive()) {
      return ahead.hold();
    }
    if (channel.hasFailed()) {
      throw channel.endOfChannel();
    }
    return false;
  }

  private T take() {
    T taken = element;
    if (taken == null) {
      throw new NoSuchElementException("nothing is left to be received: the channel is closed");
    }
    element = null;
    return taken;
  }

  private void end() {
    channel.check();
    closed = true;
    T left = element;
    if (left != null) {
      element = null;
      channel.giveBack(left);
    }
  }

  /** The iterator's place in the queue of receivers. */
  private static final class Ahead<T> extends Channel.Receiver<T> {
    private final Channel<T> channel;
    private final ChannelIterator<T> iterator;

    Ahead(Channel<T> channel, ChannelIterator<T> iterator) {
      super(channel);
      this.channel = channel;
      this.iterator = iterator;
    }

    @Override
    void received(T element) {
      iterator.element = element;
      resume(true);
    }

    @Override
    void channelClosed() {
      if (channel.hasFailed()) {
        fail(channel.endOfChannel());
      } else {
        resume(false);
      }
    }

    @Override
    protected String name() {
      return "Channel.iterator";
    }
  }

  private static final class HasNext<T> extends Coroutine<Boolean> {
    private final ChannelIterator<T> iterator;

    HasNext(ChannelIterator<T> iterator) {
      this.iterator = iterator;
    }

    @Override
    protected Object begin() {
      return iterator.look();
    }

    @Override
    protected String name() {
      return "Channel.hasNext";
    }
  }

  private static final class Next<T> extends Coroutine<T> {
    private final ChannelIterator<T> iterator;

    Next(ChannelIterator<T> iterator) {
      this.iterator = iterator;
    }

    @Override
    protected Object begin() {
      return iterator.next(Continuations.HEADROOM);
    }

    @Override
    protected String name() {
      return "Channel.next";
    }
  }

  /** Holds the task until an element is in hand. */
  private static final class NextFrame extends ContinuationFrame {
    private final ChannelIterator<?> iterator;

    NextFrame(ChannelIterator<?> iterator) {
      this.iterator = iterator;
    }

    @Override
    public Object resume(@Nullable Object in) throws Throwable {
      var unused = Continuations.outcome(in);
      return iterator.take();
    }

    @Override
    public boolean handlesFailure() {
      return false;
    }
  }

  private static final class Close extends Coroutine<@Nullable Void> {
    private final ChannelIterator<?> iterator;

    Close(ChannelIterator<?> iterator) {
      this.iterator = iterator;
    }

    @Override
    protected @Nullable Object begin() {
      iterator.end();
      return null;
    }

    @Override
    protected String name() {
      return "Channel.close";
    }
  }
}
