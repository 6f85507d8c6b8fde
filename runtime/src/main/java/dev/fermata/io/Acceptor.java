package dev.fermata.io;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The socket where a server listens. */
final class Acceptor extends Watch {
  /** How long no connection is accepted after one could not be, as there was no descriptor left. */
  private static final long RETRY_MILLIS = 100;

  /** So many connections are accepted at an event; others are ready, too. */
  private static final int BATCH = 64;

  private final Server server;
  private final Reactor reactor;
  private final ServerSocketChannel channel;
  private final SocketAddress address;

  /** Accepts nothing before {@link #update}. */
  Acceptor(Server server, Reactor reactor, ServerSocketChannel channel) throws IOException {
    super(reactor, channel);
    this.server = server;
    this.reactor = reactor;
    this.channel = channel;
    address = Objects.requireNonNull(channel.getLocalAddress());
  }

  Reactor reactor() {
    return reactor;
  }

  SocketAddress address() {
    return address;
  }

  /** Accepts connections as long as the server has room for them. */
  void update() {
    if (server.isStopped()) {
      return;
    }
    if (server.hasRoom()) {
      want(SelectionKey.OP_ACCEPT);
    } else {
      dismiss(SelectionKey.OP_ACCEPT);
    }
  }

  @Override
  void ready(int operations) {
    for (int i = 0; i < BATCH && server.hasRoom() && !server.isStopped(); i++) {
      SocketChannel next;
      try {
        next = channel.accept();
      } catch (IOException e) {
        pause(e);
        return;
      }
      if (next == null) {
        return;
      }
      server.accepted(next);
    }
    update();
  }

  private void pause(IOException failure) {
    dismiss(SelectionKey.OP_ACCEPT);
    reactor.report(new IllegalStateException("no connection could be accepted", failure));
    var unused = reactor.loop().schedule(this::update, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Listens no more; the address is free at once. */
  void close() {
    reactor.check("the server");
    reactor.closeNow(channel);
  }
}
