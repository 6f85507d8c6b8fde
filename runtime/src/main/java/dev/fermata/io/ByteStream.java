package dev.fermata.io;

import dev.fermata.AsyncCloseable;
import dev.fermata.AwaitedAs;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in both directions, until it is closed: a {@link Connection}, or an {@link AsyncFile}.
 *
 * <p>One task reads at a time, and any number may write.
 */
public abstract class ByteStream extends ByteReader implements ByteWriter, AsyncCloseable {
  ByteStream() {}

  abstract Output output();

  /** Whether it was neither closed nor aborted. */
  public abstract boolean isOpen();

  @Override
  public final void write(ByteBuffer source) {
    output().write(source);
  }

  @Override
  @AwaitedAs("beginDrain")
  public final Coroutine<@Nullable Void> drain() {
    return output().drain();
  }

  @Nullable Object beginDrain() throws IOException {
    return output().beginDrain();
  }

  @Override
  @AwaitedAs("beginFlush")
  public final Coroutine<@Nullable Void> flush() {
    return output().flush();
  }

  @Nullable Object beginFlush() throws IOException {
    return output().beginFlush();
  }

  @Override
  public final void setWaterMarks(int low, int high) {
    output().setWaterMarks(low, high);
  }

  @Override
  public final int unwritten() {
    return output().unwritten();
  }

  @Override
  public Coroutine<@Nullable Void> endOutput() {
    return output().endOutput();
  }
}
