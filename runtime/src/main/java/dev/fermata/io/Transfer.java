package dev.fermata.io;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes in turn, until the end. */
final class Transfer extends Steps<Long> {
  private static final int PIECE = 16 << 10;

  private final ByteReader reader;
  private final ByteWriter writer;
  private @Nullable ByteBuffer piece;
  private boolean reads;
  private long count;

  Transfer(ByteReader reader, ByteWriter writer) {
    super("ByteReader.transferTo");
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  @Nullable Object next(int step, @Nullable Object in) throws Throwable {
    Object value = value(in);
    if (reads) {
      reads = false;
      return (Integer) Objects.requireNonNull(value) < 0 ? end(count) : write(piece().flip());
    }
    ByteBuffer lent = reader.lend();
    if (lent != null) {
      return write(lent);
    }
    if (reader.isAtEnd()) {
      return end(count);
    }
    reads = true;
    return reader.read(piece().clear());
  }

  private Object write(ByteBuffer bytes) {
    count += bytes.remaining();
    writer.write(bytes);
    return writer.drain();
  }

  private ByteBuffer piece() {
    ByteBuffer made = piece;
    if (made == null) {
      made = ByteBuffer.allocate(PIECE);
      piece = made;
    }
    return made;
  }
}
