package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes, first in, first out. It has an array only while there are any. */
@SuppressWarnings("ByteBufferBackingArray") // all of them were made by wrap
final class ByteQueue {
  private final ArrayPool arrays;
  private byte @Nullable [] bytes;

  /** A view of all of the array. */
  private @Nullable ByteBuffer view;

  private int head;
  private int tail;

  ByteQueue(ArrayPool arrays) {
    this.arrays = arrays;
  }

  int size() {
    return tail - head;
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** Adds what a channel has, as much as there is room for, or an array full. */
  int addFrom(ReadableByteChannel channel) throws IOException {
    ByteBuffer into = roomFor(1);
    into.limit(into.capacity()).position(tail);
    int read;
    try {
      read = channel.read(into);
    } finally {
      tail = into.position();
      forgetIfEmpty();
    }
    return read;
  }

  void add(ByteBuffer source) {
    ByteBuffer into = roomFor(source.remaining());
    into.limit(into.capacity()).position(tail);
    into.put(source);
    tail = into.position();
  }

  /** Writes as much as is taken. */
  void writeTo(Sink sink) throws IOException {
    ByteBuffer from = view;
    if (from == null) {
      return;
    }
    from.limit(tail).position(head);
    try {
      sink.write(from);
    } finally {
      head = from.position();
      forgetIfEmpty();
    }
  }

  /**
   * Where a sequence of bytes begins, counted from the first byte.
   *
   * @param from where to begin
   * @return -1 if it is not there
   */
  int indexOf(byte[] sequence, int from) {
    byte[] array = bytes;
    if (array == null) {
      return -1;
    }
    int last = tail - sequence.length;
    for (int i = head + from; i <= last; i++) {
      if (array[i] == sequence[0]
          && Arrays.equals(array, i, i + sequence.length, sequence, 0, sequence.length)) {
        return i - head;
      }
    }
    return -1;
  }

  byte at(int index) {
    byte[] array = bytes;
    if (array == null || index >= size()) {
      throw new IndexOutOfBoundsException(index);
    }
    return array[head + index];
  }

  /** Takes so many bytes out; there must be that many. */
  byte[] take(int count) {
    byte[] taken = new byte[count];
    byte[] array = bytes;
    if (array != null) {
      System.arraycopy(array, head, taken, 0, count);
      drop(count);
    }
    return taken;
  }

  /** Takes out as many bytes as there is room for in a buffer, or there are. */
  int take(ByteBuffer into) {
    byte[] array = bytes;
    int count = Math.min(into.remaining(), size());
    if (array != null) {
      into.put(array, head, count);
      drop(count);
    }
    return count;
  }

  /** Takes so many bytes out as text. */
  String takeText(int count, Charset charset) {
    byte[] array = bytes;
    if (array == null) {
      return "";
    }
    String text = new String(array, head, count, charset);
    drop(count);
    return text;
  }

  /** Takes so many bytes out, and forgets them. */
  void drop(int count) {
    head += count;
    forgetIfEmpty();
  }

  /** Takes everything out, to another place. */
  void moveTo(RecordBuffer other) {
    if (!isEmpty()) {
      take(other.room(size()));
      other.added();
    }
  }

  void clear() {
    head = tail;
    forgetIfEmpty();
  }

  private void forgetIfEmpty() {
    if (head == tail) {
      head = 0;
      tail = 0;
      arrays.giveBack(view);
      bytes = null;
      view = null;
    }
  }

  private ByteBuffer roomFor(int more) {
    byte[] array = bytes;
    ByteBuffer its = view;
    if (array == null || its == null) {
      its = arrays.take(more);
    } else if (array.length - tail >= more) {
      return its;
    } else if (array.length - size() >= more && head >= array.length >> 1) {
      System.arraycopy(array, head, array, 0, size());
      tail -= head;
      head = 0;
      return its;
    } else {
      byte[] larger = new byte[Math.max(size() + more, Math.multiplyExact(array.length, 2))];
      System.arraycopy(array, head, larger, 0, size());
      tail -= head;
      head = 0;
      arrays.giveBack(its);
      its = ByteBuffer.wrap(larger);
    }
    bytes = its.array();
    view = its;
    return its;
  }
}
