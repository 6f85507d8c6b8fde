package dev.fermata.io;

import dev.fermata.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What a program prints. */
final class ProcessOutput extends ByteReader {
  private final InputStream stream;
  private final BlockingSource source;
  private final Input input;

  ProcessOutput(EventLoop loop, InputStream stream, String name) {
    this.stream = stream;
    Pipe pipe = new Pipe(loop, name);
    source =
        new BlockingSource(loop, IoThreads.PIPES, (into, position) -> read(into), pipe::readable);
    input = new Input(new ArrayPool(1), pipe, source);
  }

  private void read(Piece piece) throws IOException {
    ByteBuffer into = piece.room(Piece.MOST);
    int read = stream.read(into.array(), into.arrayOffset(), into.remaining());
    into.position(Math.max(read, 0));
    piece.isRead(read < 0);
  }

  @Override
  Input input() {
    return input;
  }

  /** Reads no more: a program that goes on to print is told so by the system. */
  void close() {
    source.close();
    input.close();
    PipeEnd.close(stream);
  }

  private final class Pipe extends PipeEnd {
    Pipe(EventLoop loop, String name) {
      super(loop, name);
    }

    void readable() {
      input.ready();
    }

    @Override
    public void wantRead() {
      source.want();
    }
  }
}
