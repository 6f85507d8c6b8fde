package dev.fermata.io;

import dev.fermata.Suspension;
import org.jspecify.annotations.Nullable;

/** Waits for something after which a socket can't be used as before: a cancel aborts it. */
abstract class SocketWait extends Suspension<@Nullable Void> {
  final ConnectedSocket socket;
  private boolean cancelled;

  SocketWait(ConnectedSocket socket) {
    this.socket = socket;
  }

  /**
   * It has come.
   *
   * @param failure why not; null if it has
   */
  final void ended(@Nullable Throwable failure) {
    if (cancelled) {
      return;
    }
    if (failure == null) {
      resume(null);
    } else {
      fail(failure);
    }
  }

  @Override
  protected final boolean onCancel() {
    cancelled = true;
    socket.abort();
    return true;
  }
}
