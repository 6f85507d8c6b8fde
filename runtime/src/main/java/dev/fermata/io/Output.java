package dev.fermata.io;

import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** What goes to the peer: what the system does not take at once waits here. */
final class Output {
  private final ByteQueue bytes;
  private final WritableByteChannel channel;
  private final WaitQueue waiting = new WaitQueue();
  private @Nullable IOException failure;

  Output(Reactor reactor, WritableByteChannel channel) {
    bytes = new ByteQueue(reactor);
    this.channel = channel;
  }

  int size() {
    return bytes.size();
  }

  /**
   * Writes, and keeps what is not taken. Once a write has failed, nothing is written any more; who
   * waits until all is written is told.
   */
  void write(ByteBuffer source) {
    if (failure != null) {
      source.position(source.limit());
      return;
    }
    if (bytes.isEmpty()) {
      try {
        channel.write(source);
      } catch (IOException e) {
        fail(e);
        source.position(source.limit());
        return;
      }
    }
    if (source.hasRemaining()) {
      bytes.add(source);
    }
  }

  /** The channel takes more. */
  void ready() {
    try {
      bytes.writeTo(channel);
    } catch (IOException e) {
      fail(e);
      return;
    }
    Drain next = (Drain) waiting.first();
    while (next != null) {
      Drain drain = next;
      next = (Drain) waiting.next(drain);
      if (bytes.size() <= drain.mark) {
        drain.resume(null);
      }
    }
  }

  void fail(IOException exception) {
    if (failure == null) {
      failure = exception;
    }
    bytes.clear();
    Drain first = (Drain) waiting.first();
    while (first != null) {
      first.failed(failure);
      first = (Drain) waiting.first();
    }
  }

  void close() {
    fail(new ClosedChannelException());
  }

  /** Waits until no more than a number of bytes is left. */
  static class Drain extends Suspension<@Nullable Void> {
    final Connection connection;
    final Output output;

    /** It waits if there are more than these. */
    private final int high;

    /** It waits until there are no more than these. */
    private final int mark;

    Drain(Connection connection, int high, int mark) {
      this.connection = connection;
      output = connection.output();
      this.high = high;
      this.mark = mark;
    }

    @Override
    protected @Nullable Object begin() throws IOException {
      connection.check();
      if (output.failure != null) {
        throw output.failure;
      }
      return output.size() > high ? suspend() : onResume(null);
    }

    @Override
    protected final WaitQueue queue() {
      return output.waiting;
    }

    /** Leaves the queue. */
    void failed(IOException exception) {
      fail(exception);
    }

    @Override
    protected @Nullable Void onResume(@Nullable Void given) throws IOException {
      return null;
    }

    @Override
    protected String name() {
      return "Connection.drain";
    }
  }

  /** Writes what is left, and closes the connection, in any case. */
  static final class Close extends Drain {
    Close(Connection connection) {
      super(connection, 0, 0);
    }

    @Override
    protected @Nullable Object begin() {
      connection.endWrites();
      return output.size() > 0 ? suspend() : onResume(null);
    }

    /** Who awaits a write is told of failures; where nobody has, this is the last to be asked. */
    @Override
    void failed(IOException exception) {
      output.waiting.remove(this);
      connection.abort();
      fail(exception);
    }

    @Override
    protected boolean onCancel() {
      output.waiting.remove(this);
      connection.abort();
      return true;
    }

    @Override
    protected @Nullable Void onResume(@Nullable Void given) {
      connection.abort();
      return null;
    }

    @Override
    protected String name() {
      return "Connection.close";
    }
  }
}
