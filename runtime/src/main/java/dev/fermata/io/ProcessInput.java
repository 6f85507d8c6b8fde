package dev.fermata.io;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a program reads. */
final class ProcessInput implements ByteWriter {
  private final OutputStream stream;
  private final Pipe pipe;
  private final BlockingSink sink;
  private final Output output;

  ProcessInput(EventLoop loop, OutputStream stream, String name) {
    this.stream = stream;
    pipe = new Pipe(loop, name);
    sink = new BlockingSink(loop, IoThreads.PIPES, pipe, pipe::writable);
    output = new Output(new ArrayPool(1), pipe, sink);
  }

  @Override
  public void write(ByteBuffer source) {
    output.write(source);
  }

  @Override
  public Coroutine<@Nullable Void> drain() {
    return output.drain();
  }

  @Override
  public Coroutine<@Nullable Void> flush() {
    return output.flush();
  }

  @Override
  public void setWaterMarks(int low, int high) {
    output.setWaterMarks(low, high);
  }

  @Override
  public int unwritten() {
    return output.size();
  }

  @Override
  public Coroutine<@Nullable Void> endOutput() {
    return new Output.End(output);
  }

  /** Drops what is not written, and ends the program's input. */
  void close() {
    pipe.abort();
  }

  private final class Pipe extends PipeEnd implements BlockingSink.Writing {
    Pipe(EventLoop loop, String name) {
      super(loop, name);
    }

    void writable() {
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

    @Override
    public void abort() {
      output.close();
      if (sink.pending() == 0) {
        PipeEnd.close(stream);
      } else {
        // The close of the stream waits for the write that goes on.
        IoThreads.PIPES.execute(() -> PipeEnd.close(stream));
      }
    }
  }
}
