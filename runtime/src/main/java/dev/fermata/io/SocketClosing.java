package dev.fermata.io;

import dev.fermata.WaitQueue;
import org.jspecify.annotations.Nullable;

/** Writes what is left, and closes the connection; a cancel, also one before, aborts it. */
final class SocketClosing extends SocketWait {
  SocketClosing(ConnectedSocket socket) {
    super(socket);
  }

  @Override
  protected @Nullable Object begin() {
    socket.check();
    if (socket.isOpen()) {
      socket.closeWhenWritten();
    }
    return socket.isOpen() ? suspend() : null;
  }

  @Override
  protected WaitQueue queue() {
    return socket.closings();
  }

  @Override
  protected boolean beginsCancelled() {
    return true;
  }

  @Override
  protected String name() {
    return "Connection.close";
  }
}
