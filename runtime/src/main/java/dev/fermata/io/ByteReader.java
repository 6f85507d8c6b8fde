package dev.fermata.io;

import dev.fermata.AsyncIterable;
import dev.fermata.AwaitedAs;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that come from somewhere; asyncio's {@code StreamReader}.
 *
 * <p>One task reads at a time. A read that is cancelled loses nothing: what has come is there for
 * the next one. When the source fails, all later reads fail with the same {@link
 * java.io.IOException}.
 */
public abstract class ByteReader {
  /** The limit of a line where none is given: 64 KiB. */
  public static final int LINE_LIMIT = 64 << 10;

  ByteReader() {}

  abstract Input input();

  /**
   * Reads what there is, at least one byte, into a buffer.
   *
   * @return the coroutine of how many bytes were read, which is -1 at the end
   */
  @AwaitedAs("beginRead")
  public Coroutine<Integer> read(ByteBuffer into) {
    return new Read.Into(input(), Objects.requireNonNull(into, "into"), false);
  }

  @Nullable Object beginRead(ByteBuffer into) throws IOException {
    return input().reads().into(Objects.requireNonNull(into, "into"));
  }

  /**
   * Reads what there is, at least one byte.
   *
   * @param most how many bytes at most
   * @return the coroutine of the bytes, which are none at the end
   */
  public Coroutine<byte[]> read(int most) {
    return new Read.Some(input(), notNegative(most));
  }

  /**
   * Reads a number of bytes; it fails with an {@link EndOfStreamException} if the stream ends
   * before.
   */
  @AwaitedAs("beginReadExactly")
  public Coroutine<byte[]> readExactly(int count) {
    return new Read.Exactly(input(), notNegative(count), false);
  }

  @Nullable Object beginReadExactly(int count) throws IOException {
    return input().reads().exactly(notNegative(count));
  }

  /**
   * Reads all bytes up to the end; it fails with a {@link LimitExceededException} if there are more
   * than allowed.
   */
  public Coroutine<byte[]> readAll(int most) {
    return new Read.All(input(), notNegative(most));
  }

  /**
   * Reads up to a separator, which is part of the result; it fails with an {@link
   * EndOfStreamException} if the stream ends before, and with a {@link LimitExceededException}.
   *
   * @param limit how many bytes may come before the separator
   */
  public Coroutine<byte[]> readUntil(byte[] separator, int limit) {
    if (separator.length == 0) {
      throw new IllegalArgumentException("a separator has at least one byte");
    }
    return new SeparatedRead.Until(input(), separator.clone(), notNegative(limit));
  }

  /** As {@link #readLine(int)}, with {@link #LINE_LIMIT}. */
  @AwaitedAs("beginReadLine")
  public Coroutine<@Nullable String> readLine() {
    return readLine(LINE_LIMIT);
  }

  @Nullable Object beginReadLine() throws IOException {
    return beginReadLine(LINE_LIMIT);
  }

  /**
   * Reads a line of UTF-8, which ends with {@code \n} or {@code \r\n}, or at the end; it fails with
   * a {@link LimitExceededException}.
   *
   * @param limit how many bytes a line may have
   * @return the coroutine of the line without its end, which is null where nothing is left
   */
  @AwaitedAs("beginReadLine")
  public Coroutine<@Nullable String> readLine(int limit) {
    return new SeparatedRead.NextLine(input(), notNegative(limit), false);
  }

  @Nullable Object beginReadLine(int limit) throws IOException {
    return input().reads().line(notNegative(limit));
  }

  /** The lines up to the end, as {@link #readLine()} reads them. */
  public AsyncIterable<String> lines() {
    return () -> new Lines(input());
  }

  /**
   * Writes all bytes up to the end to somewhere, no faster than they are taken there. Where it is
   * cancelled, each byte is either still here or written. What was written is not flushed.
   *
   * @return the coroutine of how many bytes there were
   */
  public Coroutine<Long> transferTo(ByteWriter writer) {
    return new Transfer(this, Objects.requireNonNull(writer, "writer"));
  }

  /**
   * What has come and need not be copied, to be taken out of this buffer at once; null if there is
   * nothing of that kind.
   */
  @Nullable ByteBuffer lend() {
    return null;
  }

  /** Whether it is known that nothing more comes, as a read would tell. */
  boolean isAtEnd() {
    return false;
  }

  private static int notNegative(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a negative number of bytes: " + count);
    }
    return count;
  }
}
