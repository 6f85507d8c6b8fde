package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The socket as it is. */
record SocketSink(SocketChannel channel) implements Sink {
  @Override
  public void write(ByteBuffer source) throws IOException {
    channel.write(source);
  }

  @Override
  public void end() throws IOException {
    channel.shutdownOutput();
  }
}
