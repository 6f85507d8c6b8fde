package dev.fermata.sync;

import dev.fermata.Coroutine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends an element to a channel. */
final class ChannelSend<T> extends Coroutine<@Nullable Void> {
  private final Channel<T> channel;
  private final T element;

  ChannelSend(Channel<T> channel, T element) {
    this.channel = channel;
    this.element = element;
  }

  @Override
  protected @Nullable Object begin() {
    return begin(channel, element);
  }

  /** What {@code begin} does, for those who need no coroutine. */
  static <T> @Nullable Object begin(Channel<T> channel, T element) {
    channel.check();
    if (channel.sendNow(element)) {
      return null;
    }
    Place<T> spare = channel.spareSend;
    Place<T> place = spare != null && spare.isFree() ? spare : new Place<>(channel);
    place.element = element;
    return place.hold();
  }

  @Override
  protected String name() {
    return "Channel.send";
  }

  /** Has the element until it is received, or has a place in the buffer. */
  static final class Place<T> extends Channel.Sender<T> {
    private final Channel<T> channel;
    private @Nullable T element;

    Place(Channel<T> channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    T sent() {
      T taken = Objects.requireNonNull(element);
      element = null;
      resume(null);
      return taken;
    }

    @Override
    void channelClosed() {
      fail(Channel.cancelledException());
    }

    @Override
    protected @Nullable Void onResume(@Nullable Void given) {
      if (channel.spareSend != this) {
        channel.spareSend = this;
      }
      return null;
    }

    @Override
    protected String name() {
      return "Channel.send";
    }
  }
}
