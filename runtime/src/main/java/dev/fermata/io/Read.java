package dev.fermata.io;

import dev.fermata.Suspension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads until it has what it looks for. It goes on when something has come, and the task only when
 * it has all. What it has not taken stays in the input: so a read that is cancelled loses nothing.
 */
abstract class Read<T extends @Nullable Object> extends Suspension<T> {
  /** What {@link #attempt} gives when more has to come. */
  static final Object MORE = new Object();

  private static final byte[] LINE_END = {'\n'};

  final Input input;

  /**
   * A read.
   *
   * @param reusable whether it serves one after the other, and no user gets to see it
   */
  Read(Input input, boolean reusable) {
    super(reusable);
    this.input = input;
  }

  /** Takes the result out of the input, if that has enough, or has ended. */
  abstract @Nullable Object attempt() throws IOException;

  /** It begins, perhaps not for the first time. */
  void begins() {}

  /** It has its result, or does not get one. */
  void ended() {}

  /** Takes in more. */
  boolean fill() throws IOException {
    return input.fill();
  }

  private @Nullable Object proceed() throws IOException {
    Object result = attempt();
    while (result == MORE && fillOrFail()) {
      input.endpoint().active();
      result = attempt();
    }
    return result;
  }

  private boolean fillOrFail() throws IOException {
    try {
      return fill();
    } catch (IOException e) {
      input.broken(e);
      throw e;
    }
  }

  @Override
  protected final @Nullable Object begin() throws IOException {
    input.endpoint().check();
    if (input.isAwaited()) {
      throw new IllegalStateException(
          "another task reads from " + input.endpoint() + "; let one task read at a time");
    }
    begins();
    Object result;
    try {
      result = proceed();
    } catch (Throwable e) {
      ended();
      throw e;
    }
    if (result == MORE) {
      return suspend();
    }
    ended();
    return result;
  }

  @Override
  protected final void onSuspend() {
    input.await(this);
    input.endpoint().wantRead();
  }

  @Override
  protected final boolean onCancel() {
    forget();
    return true;
  }

  private void forget() {
    input.forget();
    ended();
  }

  @SuppressWarnings("unchecked") // attempt gives such a one
  final void goOn() {
    Object result;
    try {
      result = proceed();
    } catch (IOException | RuntimeException | Error e) {
      forget();
      fail(e);
      return;
    }
    if (result == MORE) {
      input.endpoint().wantRead();
    } else {
      forget();
      resume((T) result);
    }
  }

  @Override
  protected String name() {
    return "ByteReader.read";
  }

  /** Some bytes, right into a buffer. */
  static final class Into extends Read<Integer> {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private ByteBuffer buffer;

    /** What was read right from the channel. */
    private int read;

    /** The last result: most often the next one is the same, and needs no other object. */
    private Integer last = -1;

    Into(Input input, ByteBuffer buffer, boolean reusable) {
      super(input, reusable);
      this.buffer = buffer;
    }

    @Nullable Object beginAgain(ByteBuffer into) throws IOException {
      buffer = into;
      return begin();
    }

    @Override
    void begins() {
      read = 0;
    }

    @Override
    Object attempt() {
      if (read > 0 || !buffer.hasRemaining()) {
        return boxed(read);
      }
      if (!input.bytes.isEmpty()) {
        return boxed(input.bytes.take(buffer));
      }
      return input.hasEnded() ? boxed(-1) : MORE;
    }

    private Integer boxed(int count) {
      Integer box = last;
      if (box != count) {
        box = count;
        last = box;
      }
      return box;
    }

    @Override
    void ended() {
      buffer = NONE;
    }

    @Override
    boolean fill() throws IOException {
      read = input.readInto(buffer);
      return read != 0;
    }
  }

  /** Some bytes; none at the end. */
  static final class Some extends Read<byte[]> {
    private final int most;

    Some(Input input, int most) {
      super(input, false);
      this.most = most;
    }

    @Override
    Object attempt() {
      return input.bytes.isEmpty() && !input.hasEnded() && most > 0
          ? MORE
          : input.bytes.take(Math.min(most, input.bytes.size()));
    }
  }

  /** A number of bytes. */
  static final class Exactly extends Read<byte[]> {
    private int count;

    Exactly(Input input, int count, boolean reusable) {
      super(input, reusable);
      this.count = count;
    }

    @Nullable Object beginAgain(int wanted) throws IOException {
      count = wanted;
      return begin();
    }

    @Override
    Object attempt() throws IOException {
      if (input.bytes.size() >= count) {
        return input.bytes.take(count);
      }
      if (input.hasEnded()) {
        int came = input.bytes.size();
        throw new EndOfStreamException(
            "the stream has ended after " + came + " of " + count + " bytes",
            input.bytes.take(came));
      }
      return MORE;
    }
  }

  /** All bytes up to the end. */
  static final class All extends Read<byte[]> {
    private final int most;

    All(Input input, int most) {
      super(input, false);
      this.most = most;
    }

    @Override
    Object attempt() throws IOException {
      if (input.bytes.size() > most) {
        throw new LimitExceededException("more than " + most + " bytes before the end");
      }
      return input.hasEnded() ? input.bytes.take(input.bytes.size()) : MORE;
    }
  }

  /** Looks for a separator. */
  abstract static class Separated<T extends @Nullable Object> extends Read<T> {
    private final byte[] separator;
    private int limit;

    /** So many bytes were looked through; no separator begins there. */
    private int seen;

    Separated(Input input, byte[] separator, int limit, boolean reusable) {
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
  }

  /** All bytes up to a separator, and that. */
  static final class Until extends Separated<byte[]> {
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
  abstract static class Line<T extends @Nullable Object> extends Separated<T> {
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
