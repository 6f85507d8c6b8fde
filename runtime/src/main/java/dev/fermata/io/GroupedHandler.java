package dev.fermata.io;

import dev.fermata.runtime.Failure;
import org.jspecify.annotations.Nullable;

/** A handler as a child of a task group, which is not to end as a peer is gone. */
final class GroupedHandler extends Steps<@Nullable Void> {
  private final Server server;
  private final ConnectedSocket socket;

  GroupedHandler(Server server, ConnectedSocket socket) {
    super("Server.handler");
    this.server = server;
    this.socket = socket;
  }

  @Override
  @Nullable Object next(int step, @Nullable Object in) throws Throwable {
    if (step == 0) {
      return server.handler(socket);
    }
    if (in instanceof Failure failure && socket.hasFailedWith(failure.exception())) {
      socket.abort();
    } else {
      value(in);
    }
    return end(null);
  }
}
