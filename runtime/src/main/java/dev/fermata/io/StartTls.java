package dev.fermata.io;

/** Waits until a connection speaks TLS; in the middle of a handshake it is of no other use. */
final class StartTls extends SocketWait {
  private final Tls options;

  StartTls(ConnectedSocket socket, Tls options) {
    super(socket);
    this.options = options;
  }

  @Override
  protected Object begin() throws Throwable {
    socket.checkPlain();
    return suspend();
  }

  @Override
  protected void onSuspend() {
    socket.beginTls(options, this::ended);
  }

  @Override
  protected String name() {
    return "Connection.startTls";
  }
}
