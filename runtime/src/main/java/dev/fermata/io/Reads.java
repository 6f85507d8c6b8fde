package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reads of an input that are awaited at once: one object of each kind serves all, unless a task
 * has not gone on yet with what the one before it gave.
 */
final class Reads {
  private final Input input;
  private Read.@Nullable Into into;
  private Read.@Nullable Exactly exactly;
  private SeparatedRead.@Nullable NextLine line;

  Reads(Input input) {
    this.input = input;
  }

  @Nullable Object into(ByteBuffer buffer) throws IOException {
    Read.Into read = into;
    if (read == null || !read.isFree()) {
      read = new Read.Into(input, buffer, true);
      into = read;
    }
    return read.beginAgain(buffer);
  }

  @Nullable Object exactly(int count) throws IOException {
    Read.Exactly read = exactly;
    if (read == null || !read.isFree()) {
      read = new Read.Exactly(input, count, true);
      exactly = read;
    }
    return read.beginAgain(count);
  }

  @Nullable Object line(int limit) throws IOException {
    SeparatedRead.NextLine read = line;
    if (read == null || !read.isFree()) {
      read = new SeparatedRead.NextLine(input, limit, true);
      line = read;
    }
    return read.beginAgain(limit);
  }
}
