package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The socket as it is. A read that has left room in its buffer has taken all that was there: so the
 * next one asks the system only when the selector has said that there is more, which one call says
 * of all sockets.
 */
final class SocketTransport implements Transport {
  private final SocketChannel channel;

  /** Whether nothing was left, and the selector has said nothing since. */
  private boolean drained;

  SocketTransport(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean arrived() {
    drained = false;
    return true;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (drained) {
      return 0;
    }
    int read = channel.read(into);
    drained = read >= 0 && into.hasRemaining();
    return read;
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    channel.write(source);
  }

  @Override
  public void end() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }
}
