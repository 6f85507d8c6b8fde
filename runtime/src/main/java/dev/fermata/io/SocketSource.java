package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;

/**
 * What comes from a socket. A read that leaves room has taken all that was there: so the next one
 * asks the system only when the selector has said that there is more, which one call says of all
 * sockets.
 */
final class SocketSource implements ReadableByteChannel {
  private final SocketChannel channel;

  /** Whether nothing was left, and the selector has said nothing since. */
  private boolean drained;

  SocketSource(SocketChannel channel) {
    this.channel = channel;
  }

  /** The selector says that there is something. */
  void ready() {
    drained = false;
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
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
