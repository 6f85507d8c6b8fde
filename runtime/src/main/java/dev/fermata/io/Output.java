package dev.fermata.io;

import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** What goes somewhere: what is not taken at once waits here. */
final class Output {
  private static final int HIGH_WATER = 64 << 10;
  private static final int LOW_WATER = 16 << 10;

  private final ByteQueue bytes;
  private final WaitQueue waiting = new WaitQueue();
  private final Endpoint endpoint;
  private Sink sink;
  private int highWater = HIGH_WATER;
  private int lowWater = LOW_WATER;
  private boolean ended;

  /** Whether the sink is to finish when all is written. */
  private boolean finishing;

  private @Nullable IOException failure;

  Output(ArrayPool arrays, Endpoint endpoint, Sink sink) {
    this.endpoint = endpoint;
    bytes = new ByteQueue(arrays);
    this.sink = sink;
  }

  /** Bytes that are still to be written go there from now on. */
  void redirect(Sink other) {
    sink = other;
  }

  /** What the sink has not taken yet. */
  ByteQueue bytes() {
    return bytes;
  }

  /** Whether an event would lead nowhere: there is nothing left, or the sink takes nothing. */
  boolean isIdle() {
    return size() == 0 || sink.isStalled();
  }

  int size() {
    return bytes.size() + sink.pending();
  }

  void setWaterMarks(int low, int high) {
    if (low < 0 || low > high) {
      throw new IllegalArgumentException("water marks of " + low + " and " + high + " bytes");
    }
    endpoint.check();
    lowWater = low;
    highWater = high;
  }

  /**
   * Writes, and keeps what is not taken. Once a write has failed, nothing is written any more; who
   * waits until all is written is told.
   */
  void write(ByteBuffer source) {
    endpoint.check();
    if (ended) {
      throw new IllegalStateException("the output of " + endpoint + " was ended");
    }
    endpoint.active();
    if (failure == null && bytes.isEmpty()) {
      try {
        sink.write(source);
      } catch (IOException e) {
        fail(e);
      }
    }
    if (failure != null) {
      source.position(source.limit());
      return;
    }
    if (source.hasRemaining()) {
      bytes.add(source);
    }
    if (size() > 0) {
      endpoint.wantWrite();
    }
  }

  /** The sink takes more. */
  void ready() {
    try {
      sink.flush();
      bytes.writeTo(sink);
      finishIfWritten();
    } catch (IOException e) {
      fail(e);
      return;
    }
    int left = size();
    Drain next = (Drain) waiting.first();
    while (next != null) {
      Drain drain = next;
      next = (Drain) waiting.next(drain);
      if (left <= drain.mark) {
        drain.resume(null);
      }
    }
  }

  void fail(IOException exception) {
    if (failure == null) {
      failure = exception;
    }
    bytes.clear();
    Drain first = (Drain) waiting.first();
    while (first != null) {
      first.fail(failure);
      first = (Drain) waiting.first();
    }
  }

  @SuppressWarnings("ReferenceEquality") // it is that one or another
  boolean hasFailedWith(Throwable exception) {
    return failure == exception;
  }

  void close() {
    fail(new ClosedChannelException());
  }

  /** Nothing can be written from now on. */
  void endWrites() {
    endpoint.check();
    ended = true;
  }

  /** As {@link #endWrites}; and the sink finishes when all is written. */
  void finish() {
    endWrites();
    finishing = true;
    finishIfWritten();
  }

  private void finishIfWritten() {
    if (finishing && failure == null && bytes.isEmpty()) {
      sink.finish();
    }
  }

  /** Waits above the high-water mark until the low-water mark. */
  Drain drain() {
    return new Drain(this, highWater, lowWater);
  }

  /** As beginning {@link #drain} does; it makes an object only to wait. */
  @Nullable Object beginDrain() throws IOException {
    return isBelow(highWater) ? null : drain().begin();
  }

  /** Waits until all is written. */
  Drain flush() {
    return new Drain(this, 0, 0);
  }

  /** As beginning {@link #flush} does; it makes an object only to wait. */
  @Nullable Object beginFlush() throws IOException {
    return isBelow(0) ? null : flush().begin();
  }

  /** Whether no more than so many bytes are left; throws if a write has failed. */
  private boolean isBelow(int mark) throws IOException {
    endpoint.check();
    if (failure != null) {
      throw failure;
    }
    return size() <= mark;
  }

  /** Waits until no more than a number of bytes is left. */
  static class Drain extends Suspension<@Nullable Void> {
    final Output output;

    /** It waits if there are more than these. */
    private final int high;

    /** It waits until there are no more than these. */
    private final int mark;

    Drain(Output output, int high, int mark) {
      this.output = output;
      this.high = high;
      this.mark = mark;
    }

    @Override
    protected @Nullable Object begin() throws IOException {
      return output.isBelow(high) ? onResume(null) : suspend();
    }

    @Override
    protected final WaitQueue queue() {
      return output.waiting;
    }

    @Override
    protected @Nullable Void onResume(@Nullable Void given) throws IOException {
      return null;
    }

    @Override
    protected String name() {
      return "ByteWriter.drain";
    }
  }

  /** Writes what is left, also if the task is cancelled; no more is coming. */
  static final class Rest extends Drain {
    Rest(Output output) {
      super(output, 0, 0);
    }

    @Override
    protected @Nullable Object begin() throws IOException {
      output.endWrites();
      return super.begin();
    }

    @Override
    protected boolean onCancel() {
      return false;
    }
  }

  /** Writes what is left, and tells that no more is coming. */
  static final class End extends Drain {
    End(Output output) {
      super(output, 0, 0);
    }

    @Override
    protected @Nullable Object begin() throws IOException {
      output.endWrites();
      return super.begin();
    }

    @Override
    protected @Nullable Void onResume(@Nullable Void given) throws IOException {
      output.sink.end();
      return null;
    }

    @Override
    protected String name() {
      return "ByteWriter.endOutput";
    }
  }

  /**
   * Writes what is left, and closes what the output belongs to, in any case: also where the task
   * was cancelled before, so that the wait does not even begin.
   */
  static final class Close extends Steps<@Nullable Void> {
    private final Output output;

    Close(Output output) {
      super("ByteWriter.close");
      this.output = output;
    }

    @Override
    @Nullable Object next(int step, @Nullable Object in) throws Throwable {
      if (step == 0) {
        output.finish();
        if (output.size() > 0) {
          return output.flush();
        }
      }
      output.endpoint.abort();
      value(in);
      return end(null);
    }
  }
}
