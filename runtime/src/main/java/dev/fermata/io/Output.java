package dev.fermata.io;

import dev.fermata.AwaitedAs;
import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** What goes somewhere: what is not taken at once waits here. */
final class Output implements ByteWriter {
  private static final int HIGH_WATER = 64 << 10;
  private static final int LOW_WATER = 16 << 10;

  private final ByteQueue bytes;
  private final WaitQueue waiting = new WaitQueue();
  private final Endpoint endpoint;
  private Sink sink;
  private int highWater = HIGH_WATER;
  private int lowWater = LOW_WATER;
  private boolean ended;

  /** Whether what is there was not given to the sink, which is going to happen soon. */
  private boolean kept;

  /** Whether the sink is to finish when all is written. */
  private boolean finishing;

  private boolean closed;
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
    return unwritten() == 0 || sink.isStalled();
  }

  @Override
  public int unwritten() {
    return bytes.size() + sink.pending();
  }

  @Override
  public void setWaterMarks(int low, int high) {
    if (low < 0 || low > high) {
      throw new IllegalArgumentException("water marks of " + low + " and " + high + " bytes");
    }
    endpoint.check();
    lowWater = low;
    highWater = high;
  }

  /**
   * Writes, and keeps what is not taken; also what is small, until the end of the turn, for a call
   * of the system costs as much as a message does. Once a write has failed, nothing is written any
   * more; who waits until all is written is told.
   */
  @Override
  public void write(ByteBuffer source) {
    endpoint.check();
    if (ended) {
      throw new IllegalStateException("the output of " + endpoint + " was ended");
    }
    endpoint.active();
    if (!source.hasRemaining()) {
      return;
    }
    if (isKept(source)) {
      bytes.add(source);
      return;
    }
    sendKept();
    if (takesMore() && bytes.isEmpty()) {
      try {
        sink.write(source);
      } catch (IOException e) {
        fail(e);
      }
    }
    if (!takesMore()) {
      source.position(source.limit());
      return;
    }
    if (source.hasRemaining()) {
      bytes.add(source);
    }
    if (unwritten() > 0) {
      endpoint.wantWrite();
    }
  }

  /** Whether it is to be kept until the end of the turn, with what is kept already. */
  private boolean isKept(ByteBuffer source) {
    if (!takesMore() || bytes.size() + source.remaining() > ArrayPool.SIZE) {
      return false;
    }
    kept = kept || (bytes.isEmpty() && endpoint.keepsWrites());
    return kept;
  }

  /** Hands over what was kept. */
  void sendKept() {
    if (kept) {
      ready();
      if (unwritten() > 0) {
        endpoint.wantWrite();
      }
    }
  }

  /** The sink takes more. */
  void ready() {
    kept = false;
    try {
      sink.flush();
      bytes.writeTo(sink);
      finishIfWritten();
    } catch (IOException e) {
      fail(e);
      return;
    }
    int left = unwritten();
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
    if (takesMore()) {
      failure = exception;
    }
    endWaits();
  }

  private boolean takesMore() {
    return failure == null && !closed;
  }

  /** Why nothing can be written any more: it was closed, if nothing else. */
  IOException reason() {
    if (failure == null) {
      failure = new ClosedChannelException();
    }
    return failure;
  }

  private void endWaits() {
    bytes.clear();
    kept = false;
    Drain first = (Drain) waiting.first();
    while (first != null) {
      first.fail(reason());
      first = (Drain) waiting.first();
    }
  }

  /** Whether nothing is left to be written, nor anything to be told. */
  boolean isUnused() {
    return failure == null && unwritten() == 0;
  }

  /** What a write has failed with, if one has. */
  @Nullable IOException failure() {
    return failure;
  }

  void close() {
    closed = true;
    endWaits();
  }

  /** Nothing can be written from now on. */
  void endWrites() {
    endpoint.check();
    ended = true;
  }

  /** As {@link #endWrites}; and the sink finishes when all is written. */
  void finish() {
    endWrites();
    sendKept();
    finishing = true;
    finishIfWritten();
  }

  private void finishIfWritten() {
    if (finishing && takesMore() && bytes.isEmpty()) {
      sink.finish();
    }
  }

  @Override
  @AwaitedAs("beginDrain")
  public Coroutine<@Nullable Void> drain() {
    return new Drain(this, highWater, lowWater);
  }

  /** As beginning {@link #drain} does; it makes an object only to wait. */
  @Nullable Object beginDrain() throws IOException {
    return isBelow(highWater) ? null : new Drain(this, highWater, lowWater).begin();
  }

  @Override
  @AwaitedAs("beginFlush")
  public Coroutine<@Nullable Void> flush() {
    return new Drain(this, 0, 0);
  }

  /** As beginning {@link #flush} does; it makes an object only to wait. */
  @Nullable Object beginFlush() throws IOException {
    return isBelow(0) ? null : new Drain(this, 0, 0).begin();
  }

  @Override
  public Coroutine<@Nullable Void> endOutput() {
    return new End(this);
  }

  /** Writes what is left in any case, also where the task is, or was, cancelled. */
  Coroutine<@Nullable Void> rest() {
    return new Rest(this);
  }

  /** Whether no more than so many bytes are left; throws if a write has failed. */
  private boolean isBelow(int mark) throws IOException {
    endpoint.check();
    if (unwritten() > mark) {
      sendKept();
    }
    if (!takesMore()) {
      throw reason();
    }
    return unwritten() <= mark;
  }

  /** Waits until no more than a number of bytes is left. */
  private static class Drain extends Suspension<@Nullable Void> {
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

  /** Writes what is left in any case; no more is coming. */
  private static final class Rest extends Drain {
    Rest(Output output) {
      super(output, 0, 0);
    }

    @Override
    protected @Nullable Object begin() throws IOException {
      output.endWrites();
      return super.begin();
    }

    @Override
    protected boolean beginsCancelled() {
      return true;
    }

    @Override
    protected boolean onCancel() {
      return false;
    }
  }

  /** Writes what is left, and tells that no more is coming. */
  private static final class End extends Drain {
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
}
