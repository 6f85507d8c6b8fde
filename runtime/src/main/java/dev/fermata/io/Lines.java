package dev.fermata.io;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a connection, for a loop: has one in hand between {@code hasNext} and {@code next}.
 * What a loop awaits is the same for each line.
 */
final class Lines implements AsyncIterator<String> {
  private final Input input;
  private @Nullable String line;
  private @Nullable HasNext hasNext;
  private @Nullable Next next;

  Lines(Input input) {
    this.input = input;
  }

  @Override
  public Coroutine<Boolean> hasNextAsync() {
    if (line != null) {
      return Fermata.completed(true);
    }
    HasNext read = hasNext;
    if (read == null || !read.isFree()) {
      read = new HasNext(this);
      hasNext = read;
    }
    return read;
  }

  @Override
  public Coroutine<String> nextAsync() {
    Next read = next;
    if (read == null || !read.isFree()) {
      read = new Next(this);
      next = read;
    }
    return read;
  }

  /** The connection goes on; a line that nobody has taken is lost with the loop. */
  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return Fermata.completed();
  }

  private @Nullable String take() {
    String taken = line;
    line = null;
    return taken;
  }

  private static final class HasNext extends SeparatedRead.Line<Boolean> {
    private final Lines lines;

    HasNext(Lines lines) {
      super(lines.input, ByteReader.LINE_LIMIT, true);
      this.lines = lines;
    }

    @Override
    Boolean line(@Nullable String line) {
      lines.line = line;
      return line != null;
    }
  }

  private static final class Next extends SeparatedRead.Line<String> {
    private final Lines lines;

    Next(Lines lines) {
      super(lines.input, ByteReader.LINE_LIMIT, true);
      this.lines = lines;
    }

    @Override
    @Nullable Object attempt() throws IOException {
      String inHand = lines.take();
      return inHand != null ? inHand : super.attempt();
    }

    @Override
    String line(@Nullable String line) {
      if (line == null) {
        throw new NoSuchElementException("the stream has ended: there is no further line");
      }
      return line;
    }
  }
}
