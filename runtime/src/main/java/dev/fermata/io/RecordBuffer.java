package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Bytes between a channel and a TLS engine, first in, first out. It has an array of the pool only
 * while there are any.
 *
 * <p>Who takes bytes reads {@link #content} and then calls {@link #taken}; who adds some fills
 * {@link #room} and then calls {@link #added}.
 */
final class RecordBuffer {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final ArrayPool arrays;

  /** The bytes are between its position and its limit; null if there are none. */
  private @Nullable ByteBuffer bytes;

  /** Where the bytes begin while its room is filled. */
  private int begin;

  RecordBuffer(ArrayPool arrays) {
    this.arrays = arrays;
  }

  int size() {
    return content().remaining();
  }

  /** All bytes: what is read from it is taken. */
  ByteBuffer content() {
    ByteBuffer its = bytes;
    return its == null ? NONE : its;
  }

  /** Some of the content was read. */
  void taken() {
    ByteBuffer its = bytes;
    if (its != null && !its.hasRemaining()) {
      arrays.giveBack(its);
      bytes = null;
    }
  }

  /** Room behind the bytes, from the position to the limit, for at least so many more. */
  ByteBuffer room(int more) {
    ByteBuffer its = bytes;
    if (its == null) {
      its = arrays.take(more);
    } else if (its.capacity() - its.limit() >= more) {
      begin = its.position();
      int end = its.limit();
      return its.limit(its.capacity()).position(end);
    } else if (its.capacity() - its.remaining() >= more) {
      its.compact();
      its.flip();
      return room(more);
    } else {
      ByteBuffer larger = arrays.take(Math.addExact(its.remaining(), more));
      larger.put(its);
      arrays.giveBack(its);
      bytes = larger.flip();
      return room(more);
    }
    bytes = its;
    begin = 0;
    return its;
  }

  /** The room was filled up to its position. */
  void added() {
    ByteBuffer its = bytes;
    if (its != null) {
      int end = its.position();
      its.limit(end).position(begin);
      taken();
    }
  }

  /**
   * Adds what a channel has, as much as there is room for.
   *
   * @param more so much room there is at least
   * @return how many bytes, or -1 at the end
   */
  int addFrom(ReadableByteChannel channel, int more) throws IOException {
    ByteBuffer room = room(more);
    try {
      return channel.read(room);
    } finally {
      added();
    }
  }

  /** Writes as much as a sink takes. */
  void writeTo(Sink sink) throws IOException {
    if (size() > 0) {
      sink.write(content());
      taken();
    }
  }

  /** Takes out as many bytes as there is room for in a buffer, or there are. */
  void moveTo(ByteBuffer into) {
    ByteBuffer from = content();
    int count = Math.min(from.remaining(), into.remaining());
    into.put(into.position(), from, from.position(), count);
    into.position(into.position() + count);
    from.position(from.position() + count);
    taken();
  }

  void clear() {
    content().position(content().limit());
    taken();
  }
}
