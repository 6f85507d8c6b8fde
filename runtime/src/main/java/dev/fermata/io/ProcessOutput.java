package dev.fermata.io;

import dev.fermata.EventLoop;
import java.io.InputStream;

/** What a program prints. */
final class ProcessOutput extends ByteReader {
  private final InputStream stream;
  private final BlockingSource source;
  private final Input input;

  ProcessOutput(EventLoop loop, InputStream stream, String name) {
    this.stream = stream;
    Pipe pipe = new Pipe(loop, name);
    source =
        new BlockingSource(
            loop,
            IoThreads.PIPES,
            (into, position) -> {
              int read =
                  stream.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
              into.position(into.position() + Math.max(read, 0));
              return read;
            },
            pipe::readable);
    input = new Input(new ArrayPool(1), pipe, source);
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
