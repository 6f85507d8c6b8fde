package dev.fermata.io;

import dev.fermata.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** What a program reads. */
final class ProcessInput extends PipeEnd implements BlockingSink.Writing {
  private final OutputStream stream;
  private final BlockingSink sink;
  private final Output output;

  ProcessInput(EventLoop loop, OutputStream stream, String name) {
    super(loop, name);
    this.stream = stream;
    sink = new BlockingSink(loop, IoThreads.PIPES, this, this::writable);
    output = new Output(new ArrayPool(1), this, sink);
  }

  ByteWriter output() {
    return output;
  }

  private void writable() {
    output.ready();
  }

  @Override
  public void write(ByteBuffer from, long position) throws IOException {
    stream.write(from.array(), from.arrayOffset() + from.position(), from.remaining());
    stream.flush();
  }

  @Override
  public void end() throws IOException {
    stream.close();
  }

  /** Drops what is not written, and ends the program's input. */
  void close() {
    output.close();
    if (sink.pending() == 0) {
      PipeEnd.close(stream);
    } else {
      // The close of the stream waits for the write that goes on.
      IoThreads.PIPES.execute(() -> PipeEnd.close(stream));
    }
  }
}
