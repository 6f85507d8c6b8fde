package dev.fermata.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads until a separator. */
abstract class SeparatedRead<T extends @Nullable Object> extends Read<T> {
  private static final byte[] LINE_END = {'\n'};

  private final byte[] separator;
  private int limit;

  /** So many bytes were looked through; no separator begins there. */
  private int seen;

  SeparatedRead(Input input, byte[] separator, int limit, boolean reusable) {
    super(input, reusable);
    this.separator = separator;
    this.limit = limit;
  }

  final @Nullable Object beginAgain(int most) throws IOException {
    limit = most;
    return begin();
  }

  @Override
  final void begins() {
    seen = 0;
  }

  @Override
  @Nullable Object attempt() throws IOException {
    int index = input.bytes.indexOf(separator, seen);
    int size = index < 0 ? input.bytes.size() : index;
    if (size > limit) {
      throw new LimitExceededException("no separator within " + limit + " bytes");
    }
    if (index >= 0) {
      return found(index, index + separator.length);
    }
    if (input.hasEnded()) {
      return atEnd(size);
    }
    seen = Math.max(0, size - separator.length + 1);
    return MORE;
  }

  /**
   * Takes the result out.
   *
   * @param index where the separator begins
   * @param end where it ends
   */
  abstract @Nullable Object found(int index, int end);

  /**
   * No separator is going to come.
   *
   * @param rest how many bytes are left
   */
  abstract @Nullable Object atEnd(int rest) throws IOException;

  /** All bytes up to a separator, and that. */
  static final class Until extends SeparatedRead<byte[]> {
    Until(Input input, byte[] separator, int limit) {
      super(input, separator, limit, false);
    }

    @Override
    byte[] found(int index, int end) {
      return input.bytes.take(end);
    }

    @Override
    byte[] atEnd(int rest) throws IOException {
      throw new EndOfStreamException(
          "the stream has ended before a separator", input.bytes.take(rest));
    }
  }

  /** A line without its end. */
  abstract static class Line<T extends @Nullable Object> extends SeparatedRead<T> {
    Line(Input input, int limit, boolean reusable) {
      super(input, LINE_END, limit, reusable);
    }

    /**
     * Makes the result.
     *
     * @param line null if there is none
     */
    abstract @Nullable Object line(@Nullable String line);

    @Override
    final @Nullable Object found(int index, int end) {
      int length = index > 0 && input.bytes.at(index - 1) == '\r' ? index - 1 : index;
      String line = input.bytes.takeText(length, StandardCharsets.UTF_8);
      input.bytes.drop(end - length);
      return line(line);
    }

    @Override
    final @Nullable Object atEnd(int rest) {
      return line(rest == 0 ? null : input.bytes.takeText(rest, StandardCharsets.UTF_8));
    }
  }

  /** A line, or null at the end. */
  static final class NextLine extends Line<@Nullable String> {
    NextLine(Input input, int limit, boolean reusable) {
      super(input, limit, reusable);
    }

    @Override
    @Nullable String line(@Nullable String line) {
      return line;
    }
  }
}
