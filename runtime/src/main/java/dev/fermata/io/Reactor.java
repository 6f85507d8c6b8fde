package dev.fermata.io;

import dev.fermata.EventLoop;
import dev.fermata.Poller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The selector of one loop. Belongs to the loop's thread, but for the wake-up. */
class Reactor implements Poller {
  private static final int KEPT_ARRAYS = 64;
  private static final int KEPT_RECORDS = 16;

  /** More than UDP can carry. */
  private static final int LARGEST_PACKET = 64 << 10;

  /**
   * So many events are told before the tasks that they resume are run: what the system and a task
   * have of a connection is still in the processor's caches then. With a thousand connections that
   * saves a sixth of the processor time. It is less than a loop runs before it polls again.
   */
  private static final int BATCH = 32;

  /** So many outputs keep what was written until the end of the turn, each with an array. */
  private static final int MOST_KEPT = 32;

  private final EventLoop loop = EventLoop.current();
  private final Selector selector;
  private final Consumer<SelectionKey> collect = this::collect;
  private final ArrayPool arrays = new ArrayPool(KEPT_ARRAYS);
  private final ArrayPool recordArrays = new ArrayPool(KEPT_RECORDS, TlsRecords.ARRAY_SIZE);

  /** The outputs that keep something. */
  private final @Nullable Output[] kept = new Output[MOST_KEPT];

  private int keptCount;

  /** Where packets are received; made for the first one. */
  private @Nullable ByteBuffer packet;

  /** The keys whose events have come and are not told yet: those from {@link #next} on. */
  private @Nullable SelectionKey[] events = new SelectionKey[BATCH];

  private int next;
  private int end;

  /** A channel that was closed gives its descriptor back at the next poll. */
  private boolean closing;

  Reactor() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * That of the loop on this thread.
   *
   * @throws IllegalStateException if there is no loop
   * @throws IOException if it has none yet, and the system gives it none
   */
  static Reactor current() throws IOException {
    try {
      return Loops.reactor(EventLoop.current());
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      throw new IOException("no selector for the event loop: " + cause.getMessage(), cause);
    }
  }

  final EventLoop loop() {
    return loop;
  }

  final ArrayPool arrays() {
    return arrays;
  }

  /** An empty buffer for any packet, until the next call. */
  final ByteBuffer packet() {
    if (packet == null) {
      packet = ByteBuffer.allocateDirect(LARGEST_PACKET);
    }
    return packet.clear();
  }

  /** Those for the records of TLS. */
  final ArrayPool recordArrays() {
    return recordArrays;
  }

  final Selector selector() {
    return selector;
  }

  /**
   * Whether this thread runs the loop.
   *
   * @throws IllegalStateException if it does not
   */
  final void check(String what) {
    Loops.check(loop, what);
  }

  /** A channel wants more events than before. */
  void wanted() {}

  /** Closes a channel; a failure, after which nothing can be done, is reported. */
  void close(Channel channel) {
    closing = true;
    try {
      channel.close();
    } catch (IOException e) {
      report(new UncheckedIOException(e));
    }
  }

  /** As {@link #close}, of a channel with an address that somebody may want at once. */
  void closeNow(Channel channel) {
    close(channel);
    try {
      // The descriptor is given back by a poll; the events that this one sees come again.
      selector.selectNow();
      selector.selectedKeys().clear();
    } catch (IOException e) {
      report(new UncheckedIOException(e));
    }
  }

  /** What an output keeps is sent at the end of the turn, or before. */
  final void sendLater(Output output) {
    if (keptCount == MOST_KEPT) {
      turnEnded();
    }
    kept[keptCount++] = output;
  }

  @Override
  public final void turnEnded() {
    for (int i = 0; i < keptCount; i++) {
      Output output = kept[i];
      kept[i] = null;
      if (output != null) {
        output.sendKept();
      }
    }
    keptCount = 0;
  }

  /** Tells the loop's exception handler of a failure that is nobody's. */
  final void report(RuntimeException exception) {
    loop.execute(
        () -> {
          throw exception;
        });
  }

  @Override
  public void poll(long nanos) {
    if (next == end) {
      select(nanos);
    }
    // Who is busy comes here seldom.
    dispatch(nanos <= 0 ? end : Math.min(next + BATCH, end));
  }

  /** Waits for events, which {@link #tellAll} tells. */
  final void select(long nanos) {
    // Without this a virtual clock would not jump before the time is up that is waited for.
    boolean last = closing && !hasOpenChannel();
    closing = false;
    next = 0;
    end = 0;
    try {
      if (nanos <= 0 || last) {
        selector.selectNow(collect);
      } else {
        selector.select(collect, millis(nanos));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(SelectionKey key) {
    if (end == events.length) {
      events = Arrays.copyOf(events, end * 2);
    }
    events[end++] = key;
  }

  /** Rounded up, as a timer must not come too early; 0 is for ever. */
  private static long millis(long nanos) {
    return nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
  }

  /** Whether a channel is registered that was not closed. */
  final boolean hasOpenChannel() {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()) {
        return true;
      }
    }
    return false;
  }

  /** Whether events have come that are not told yet. */
  final boolean hasEvents() {
    return next < end;
  }

  final void tellAll() {
    dispatch(end);
  }

  private void dispatch(int until) {
    while (next < until) {
      SelectionKey key = events[next];
      events[next++] = null;
      if (key != null && key.isValid()) {
        ((Watch) key.attachment()).told(key.readyOps());
      }
    }
  }

  @Override
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public boolean isAwaited() {
    return closing || !selector.keys().isEmpty();
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
