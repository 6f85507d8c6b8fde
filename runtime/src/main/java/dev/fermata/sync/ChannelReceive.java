package dev.fermata.sync;

import dev.fermata.Coroutine;
import org.jspecify.annotations.Nullable;

/** Receives an element of a channel. */
final class ChannelReceive<T> extends Coroutine<T> {
  private final Channel<T> channel;

  ChannelReceive(Channel<T> channel) {
    this.channel = channel;
  }

  @Override
  protected Object begin() {
    return begin(channel);
  }

  /** What {@code begin} does, for those who need no coroutine. */
  static <T> Object begin(Channel<T> channel) {
    channel.check();
    T element = channel.receiveNow();
    if (element != null) {
      return element;
    }
    Place<T> spare = channel.spareReceive;
    return (spare != null && spare.isFree() ? spare : new Place<>(channel)).hold();
  }

  @Override
  protected String name() {
    return "Channel.receive";
  }

  /** Waits for an element, which is handed over by a send. */
  static final class Place<T> extends Channel.Receiver<T> {
    private final Channel<T> channel;

    Place(Channel<T> channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    void received(T element) {
      resume(element);
    }

    @Override
    void channelClosed() {
      fail(channel.endOfChannel());
    }

    @Override
    protected @Nullable Object onResume(@Nullable Object element) {
      if (channel.spareReceive != this) {
        channel.spareReceive = this;
      }
      return element;
    }

    @Override
    protected String name() {
      return "Channel.receive";
    }
  }
}
