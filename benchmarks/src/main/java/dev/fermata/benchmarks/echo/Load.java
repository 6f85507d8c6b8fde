package dev.fermata.benchmarks.echo;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * The client: some connections of one thread, on each of which so many messages are in flight; a
 * message goes out when an echo has come. Every echo is compared with what was sent.
 */
final class Load implements AutoCloseable {
  /** The size of a message. */
  static final int MESSAGE = 64;

  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toMillis(10);
  private static final long LONGEST_LATENCY = TimeUnit.MINUTES.toNanos(1);

  private final Selector selector = Selector.open();
  private final Consumer<SelectionKey> ready = Load::ready;
  private final List<Client> clients = new ArrayList<>();
  private final Histogram latencies = new Histogram(LONGEST_LATENCY, 3);
  private long messages;

  /** Messages that were sent before are not recorded. */
  private long recordFrom = System.nanoTime();

  /**
   * Connects, and sends the first messages.
   *
   * @param inFlight messages on each connection
   */
  Load(int port, int connections, int inFlight) throws IOException {
    for (int i = 0; i < connections; i++) {
      clients.add(new Client(port, i, inFlight));
    }
    for (Client client : clients) {
      client.send(inFlight);
    }
  }

  /** Goes on for so many nanoseconds. */
  void runFor(long nanos) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      step();
    }
  }

  /** Goes on until so many echoes have come. */
  void runUntil(long count) throws IOException {
    while (messages < count) {
      step();
    }
  }

  private void step() throws IOException {
    try {
      if (selector.select(ready, LONGEST_WAIT) == 0) {
        throw new IOException("the server has not answered for ten seconds");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Forgets what was recorded. */
  void beginToRecord() {
    latencies.reset();
    messages = 0;
    recordFrom = System.nanoTime();
  }

  /** How many echoes have come. */
  long messages() {
    return messages;
  }

  /** How long they took, in nanoseconds. */
  Histogram latencies() {
    return latencies;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }

  private static void ready(SelectionKey key) {
    try {
      ((Client) key.attachment()).receive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection. */
  private final class Client {
    /** Multiplied with the number of a word, it makes all words of a message different. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final SocketChannel channel;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final long[] sentAt;
    private final long id;
    private long sent;
    private long received;

    Client(int port, int number, int inFlight) throws IOException {
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      in = ByteBuffer.allocateDirect(inFlight * MESSAGE);
      out = ByteBuffer.allocateDirect(inFlight * MESSAGE);
      sentAt = new long[inFlight];
      id = (long) number << 40;
    }

    void send(int count) throws IOException {
      long now = System.nanoTime();
      out.clear();
      for (int i = 0; i < count; i++) {
        long word = id + sent;
        for (int at = 0; at < MESSAGE; at += Long.BYTES) {
          out.putLong(word);
          word += STEP;
        }
        sentAt[(int) (sent % sentAt.length)] = now;
        sent++;
      }
      out.flip();
      if (channel.write(out) < count * MESSAGE) {
        throw new IOException("the system does not take " + count + " messages at once");
      }
    }

    void receive() throws IOException {
      if (channel.read(in) < 0) {
        throw new EOFException("the server has closed a connection");
      }
      int count = in.position() / MESSAGE;
      if (count == 0) {
        return;
      }
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        check(i * MESSAGE);
        long start = sentAt[(int) (received % sentAt.length)];
        if (start - recordFrom >= 0) {
          latencies.recordValue(now - start);
        }
        received++;
      }
      messages += count;
      in.limit(in.position()).position(count * MESSAGE);
      in.compact();
      send(count);
    }

    private void check(int from) throws IOException {
      long word = id + received;
      for (int at = from; at < from + MESSAGE; at += Long.BYTES) {
        if (in.getLong(at) != word) {
          throw new IOException("an echo is not what was sent");
        }
        word += STEP;
      }
    }
  }
}
