package dev.fermata.io;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** A channel that is registered with the selector, and hears of its events. */
abstract class Watch {
  private final Reactor itsReactor;
  private final SelectionKey key;

  /** The operations whose events are wanted; {@code key} has them too, at a price. */
  private int interest;

  /** Registers a channel, for no events at first. */
  @SuppressWarnings("this-escape") // no event comes before one is wanted
  Watch(Reactor reactor, SelectableChannel channel) throws IOException {
    itsReactor = reactor;
    channel.configureBlocking(false);
    key = channel.register(reactor.selector(), 0, this);
  }

  /** Events have come, which stay until they are dealt with or not wanted any more. */
  abstract void ready(int operations);

  /** Events have come, of which some may not be wanted any more. */
  final void told(int operations) {
    int wanted = operations & interest;
    if (wanted != 0) {
      ready(wanted);
    }
  }

  final void want(int operation) {
    if ((interest & operation) == 0) {
      interest |= operation;
      key.interestOps(interest);
      itsReactor.wanted();
    }
  }

  final void dismiss(int operation) {
    if ((interest & operation) != 0) {
      interest &= ~operation;
      key.interestOps(interest);
    }
  }
}
