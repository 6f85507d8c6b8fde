package dev.fermata.io;

import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives packets of UDP, each as a whole or not at all.
 *
 * <pre>{@code
 * try (UdpSocket socket = UdpSocket.bind(9000)) {
 *   while (true) {
 *     Datagram request = await(socket.receive());
 *     await(socket.send(request.data(), request.sender()));
 *   }
 * }
 * }</pre>
 *
 * <p>Any number of tasks may send and receive; each packet goes to the one that has waited longest.
 * A cancelled receive loses nothing. Belongs to the loop on which it was bound.
 */
public final class UdpSocket implements AutoCloseable {
  private final Reactor reactor;
  private final DatagramChannel channel;
  private final Watch watch;
  private final WaitQueue receivers = new WaitQueue();
  private final WaitQueue senders = new WaitQueue();
  private final SocketAddress address;

  private UdpSocket(Reactor reactor, DatagramChannel channel) throws IOException {
    this.reactor = reactor;
    this.channel = channel;
    address = Objects.requireNonNull(channel.getLocalAddress());
    watch =
        new Watch(reactor, channel) {
          @Override
          void ready(int operations) {
            UdpSocket.this.ready(operations);
          }
        };
  }

  /**
   * Receives at all of the machine's addresses, on a thread that runs a loop.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port is in use, or may not be used
   */
  public static UdpSocket bind(int port) throws IOException {
    return bind(new InetSocketAddress(port));
  }

  /**
   * Receives at an address, on a thread that runs a loop.
   *
   * @throws IOException if the address is in use, or may not be used
   */
  public static UdpSocket bind(SocketAddress address) throws IOException {
    Reactor reactor = Reactor.current();
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.bind(address);
      return new UdpSocket(reactor, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Where it receives: with the port that it got. */
  public SocketAddress address() {
    return address;
  }

  /** The port where it receives. */
  public int port() {
    return ((InetSocketAddress) address).getPort();
  }

  /**
   * Receives from one peer only from now on, and tells of its refusals: a later {@link #receive} or
   * {@link #send} may fail with a {@link java.net.PortUnreachableException}.
   */
  public UdpSocket connect(SocketAddress peer) throws IOException {
    check();
    channel.connect(peer);
    return this;
  }

  /** Sets an option, such as {@link java.net.StandardSocketOptions#SO_BROADCAST}. */
  public <T> UdpSocket setOption(SocketOption<T> option, T value) throws IOException {
    check();
    channel.setOption(option, value);
    return this;
  }

  /** Waits for a packet. */
  public Coroutine<Datagram> receive() {
    return new Receive();
  }

  /**
   * Sends a packet; waits while the system's buffer is full. It fails with an {@link IOException},
   * such as of a packet that is too large.
   */
  public Coroutine<@Nullable Void> send(byte[] data, SocketAddress target) {
    return new Send(ByteBuffer.wrap(data), Objects.requireNonNull(target, "target"));
  }

  /** As {@link #send(byte[], SocketAddress)}, of text in UTF-8. */
  public Coroutine<@Nullable Void> send(String text, SocketAddress target) {
    return send(text.getBytes(StandardCharsets.UTF_8), target);
  }

  /** Closes it; who waits in it gets a {@link ClosedChannelException}. Again has no effect. */
  @Override
  public void close() {
    check();
    if (!channel.isOpen()) {
      return;
    }
    reactor.closeNow(channel);
    failAll(receivers);
    failAll(senders);
  }

  private static void failAll(WaitQueue queue) {
    Suspension<?> first = queue.first();
    while (first != null) {
      first.fail(new ClosedChannelException());
      first = queue.first();
    }
  }

  private void check() {
    reactor.check(toString());
  }

  private void ready(int operations) {
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      serve(senders, SelectionKey.OP_WRITE);
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      serve(receivers, SelectionKey.OP_READ);
    }
  }

  private void serve(WaitQueue queue, int operation) {
    Exchange<?> first = (Exchange<?>) queue.first();
    while (first != null && first.goOn()) {
      first = (Exchange<?>) queue.first();
    }
    if (first == null) {
      watch.dismiss(operation);
    }
  }

  @Override
  public String toString() {
    return "UdpSocket[" + address + "]";
  }

  /** One packet, one way or the other. */
  private abstract class Exchange<T extends @Nullable Object> extends Suspension<T> {
    private final WaitQueue queue;
    private final int operation;

    Exchange(WaitQueue queue, int operation) {
      this.queue = queue;
      this.operation = operation;
    }

    /** Whether the packet could be exchanged. */
    abstract boolean attempt() throws IOException;

    /** Of what was exchanged. */
    abstract @Nullable T result();

    @Override
    protected final @Nullable Object begin() throws IOException {
      check();
      return queue.isEmpty() && attempt() ? result() : suspend();
    }

    @Override
    protected final WaitQueue queue() {
      return queue;
    }

    @Override
    protected final void onSuspend() {
      watch.want(operation);
    }

    /** Resumes the task if the system was ready. */
    final boolean goOn() {
      try {
        return attempt() && resume(result());
      } catch (IOException e) {
        return fail(e);
      }
    }
  }

  private final class Receive extends Exchange<Datagram> {
    private @Nullable Datagram datagram;

    Receive() {
      super(receivers, SelectionKey.OP_READ);
    }

    @Override
    boolean attempt() throws IOException {
      ByteBuffer packet = reactor.packet();
      SocketAddress sender = channel.receive(packet);
      if (sender == null) {
        return false;
      }
      byte[] data = new byte[packet.flip().remaining()];
      packet.get(data);
      datagram = new Datagram(data, sender);
      return true;
    }

    @Override
    Datagram result() {
      return Objects.requireNonNull(datagram);
    }

    @Override
    protected String name() {
      return "UdpSocket.receive";
    }
  }

  private final class Send extends Exchange<@Nullable Void> {
    private final ByteBuffer data;
    private final SocketAddress target;

    Send(ByteBuffer data, SocketAddress target) {
      super(senders, SelectionKey.OP_WRITE);
      this.data = data;
      this.target = target;
    }

    @Override
    boolean attempt() throws IOException {
      // Of an empty packet nobody can tell; the system's buffer has room for that.
      return channel.send(data, target) > 0 || !data.hasRemaining();
    }

    @Override
    @Nullable Void result() {
      return null;
    }

    @Override
    protected String name() {
      return "UdpSocket.send";
    }
  }
}
