package dev.fermata.io;

import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import org.jspecify.annotations.Nullable;

/** Waits until a server was stopped, and its last connection is closed. */
class ServerEnding extends Suspension<@Nullable Void> {
  final Server server;

  ServerEnding(Server server) {
    this.server = server;
  }

  @Override
  protected @Nullable Object begin() {
    server.reactor().check("the server");
    return server.hasEnded() ? null : suspend();
  }

  /** The last connection is closed. */
  void end() {
    resume(null);
  }

  @Override
  protected final WaitQueue queue() {
    return server.endings();
  }

  @Override
  protected String name() {
    return "Server.ended";
  }
}
