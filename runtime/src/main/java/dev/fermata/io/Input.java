package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** What has come from somewhere, and the task that waits for more. */
final class Input {
  final ByteQueue bytes;
  private final Endpoint endpoint;
  private ReadableByteChannel channel;

  /** The read that waits, if one does. */
  private @Nullable Read<?> reader;

  /** The reads that are used again. */
  private @Nullable Reads reads;

  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  Input(ArrayPool arrays, Endpoint endpoint, ReadableByteChannel channel) {
    this.endpoint = endpoint;
    bytes = new ByteQueue(arrays);
    this.channel = channel;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Reads reads() {
    Reads made = reads;
    if (made == null) {
      made = new Reads(this);
      reads = made;
    }
    return made;
  }

  /** What comes from now on is read there; what has come is left. */
  void redirect(ReadableByteChannel other) {
    channel = other;
  }

  /** Forgets what has come, as the source goes on elsewhere. */
  void restart() {
    bytes.clear();
    ended = false;
  }

  /** Whether nothing more comes; what has come before may still be here. */
  boolean hasEnded() {
    return ended;
  }

  boolean isAwaited() {
    return reader != null;
  }

  /** One read at a time: two would get what is not theirs. */
  void await(Read<?> read) {
    reader = read;
  }

  void forget() {
    reader = null;
  }

  /**
   * Takes in what the channel has.
   *
   * @return false if nothing has come, not even the end
   */
  boolean fill() throws IOException {
    checkFailure();
    int read = bytes.addFrom(channel);
    ended |= read < 0;
    return read != 0;
  }

  /**
   * As {@link #fill}, right into a buffer.
   *
   * @return how many bytes; 0 if none has come, -1 at the end
   */
  int readInto(ByteBuffer into) throws IOException {
    checkFailure();
    int read = channel.read(into);
    ended |= read < 0;
    return read;
  }

  private void checkFailure() throws IOException {
    if (closed && failure == null) {
      failure = new ClosedChannelException();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The channel may be read: the read that waits looks whether it has enough now. */
  void ready() {
    Read<?> waiting = reader;
    if (waiting != null) {
      waiting.goOn();
    }
  }

  /** The source has failed: later reads fail with the same exception. */
  void broken(IOException exception) {
    if (failure == null) {
      failure = exception;
    }
  }

  /** Nothing more can be read; the read that waits fails. */
  void fail(IOException exception) {
    broken(exception);
    Read<?> waiting = reader;
    if (waiting != null) {
      reader = null;
      waiting.fail(exception);
    }
  }

  /** Why nothing can be read any more, if it can't. */
  @Nullable IOException failure() {
    return failure;
  }

  void close() {
    bytes.clear();
    ended = false; // who reads it is told that it was closed
    closed = true;
    if (reader != null) {
      fail(new ClosedChannelException());
    }
  }
}
