package dev.fermata.sync;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A receive from a channel, or a send. */
abstract class ChannelClause<T, R extends @Nullable Object> extends QueuedClause<R> {
  final Channel<T> channel;

  private ChannelClause(Channel<T> channel) {
    this.channel = channel;
  }

  static <T, R extends @Nullable Object> SelectClause<R> receive(
      Channel<T> channel, boolean nullAtEnd, Function<? super @Nullable T, ? extends R> then) {
    return new Receive<>(channel, nullAtEnd, Objects.requireNonNull(then, "then"));
  }

  static <T, R extends @Nullable Object> SelectClause<R> send(
      Channel<T> channel, T element, Supplier<? extends R> then) {
    return new Send<>(channel, element, Objects.requireNonNull(then, "then"));
  }

  @Override
  final void check() {
    channel.check();
  }

  private static final class Receive<T, R extends @Nullable Object> extends ChannelClause<T, R> {
    private final boolean nullAtEnd;
    private final Function<? super @Nullable T, ? extends R> then;
    private @Nullable T element;

    Receive(
        Channel<T> channel, boolean nullAtEnd, Function<? super @Nullable T, ? extends R> then) {
      super(channel);
      this.nullAtEnd = nullAtEnd;
      this.then = then;
    }

    @Override
    boolean tryNow() {
      element = channel.takeNow();
      return element != null || channel.isClosedForReceive();
    }

    @Override
    Wait<?> newPlace(Select.Choice<R> choice) {
      return new Channel.Receiver<>(channel) {
        @Override
        void received(T received) {
          element = received;
          choice.decide(Receive.this);
        }

        @Override
        void channelClosed() {
          choice.decide(Receive.this);
        }
      };
    }

    @Override
    R result() {
      if (element == null && (!nullAtEnd || channel.hasFailed())) {
        throw channel.endOfChannel();
      }
      return then.apply(element);
    }
  }

  private static final class Send<T, R extends @Nullable Object> extends ChannelClause<T, R> {
    private final T element;
    private final Supplier<? extends R> then;
    private boolean cancelled;

    Send(Channel<T> channel, T element, Supplier<? extends R> then) {
      super(channel);
      this.element = element;
      this.then = then;
    }

    @Override
    boolean tryNow() {
      return channel.sendNow(element);
    }

    @Override
    Wait<?> newPlace(Select.Choice<R> choice) {
      return new Channel.Sender<>(channel) {
        @Override
        T sent() {
          choice.decide(Send.this);
          return element;
        }

        @Override
        void channelClosed() {
          cancelled = true;
          choice.decide(Send.this);
        }
      };
    }

    @Override
    R result() {
      if (cancelled) {
        throw Channel.cancelledException();
      }
      return then.get();
    }
  }
}
