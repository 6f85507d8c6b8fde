package dev.fermata.io;

import dev.fermata.Suspension;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads until it has what it looks for. It goes on when something has come, and the task only when
 * it has all. What it has not taken stays in the input: so a read that is cancelled loses nothing.
 */
abstract class Read<T extends @Nullable Object> extends Suspension<T> {
  /** What {@link #attempt} gives when more has to come. */
  static final Object MORE = new Object();

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
}
