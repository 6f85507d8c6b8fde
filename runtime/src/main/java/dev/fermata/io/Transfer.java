package dev.fermata.io;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes in turn, until the end. */
final class Transfer extends Steps<Long> {
  private final ByteReader reader;
  private final ByteWriter writer;
  private final ByteBuffer piece;
  private long count;
  private boolean read;

  Transfer(ByteReader reader, ByteWriter writer) {
    super("ByteReader.transferTo");
    this.reader = reader;
    this.writer = writer;
    piece = ByteBuffer.allocate(reader.transferSize());
  }

  @Override
  @Nullable Object next(int step, @Nullable Object in) throws Throwable {
    Object value = value(in);
    if (read) {
      read = false;
      int came = (Integer) Objects.requireNonNull(value);
      if (came < 0) {
        return end(count);
      }
      count += came;
      writer.write(piece.flip());
      return writer.drain();
    }
    read = true;
    return reader.read(piece.clear());
  }
}
