package dev.fermata.io;

import dev.fermata.Suspension;
import org.jspecify.annotations.Nullable;

/** Waits until a connection speaks TLS. */
final class StartTls extends Suspension<@Nullable Void> {
  private final ConnectedSocket socket;
  private final Tls options;
  private boolean cancelled;

  StartTls(ConnectedSocket socket, Tls options) {
    this.socket = socket;
    this.options = options;
  }

  @Override
  protected Object begin() throws Throwable {
    socket.checkPlain();
    return suspend();
  }

  @Override
  protected void onSuspend() {
    socket.beginTls(options, this::begun);
  }

  private void begun(@Nullable Throwable failure) {
    if (cancelled) {
      return;
    }
    if (failure == null) {
      resume(null);
    } else {
      fail(failure);
    }
  }

  /** In the middle of a handshake the connection is of no use for anything else. */
  @Override
  protected boolean onCancel() {
    cancelled = true;
    socket.abort();
    return true;
  }

  @Override
  protected String name() {
    return "Connection.startTls";
  }
}
