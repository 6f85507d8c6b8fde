package dev.fermata.benchmarks.servers;

import com.sun.management.ThreadMXBean;
import dev.fermata.benchmarks.run.CpuClock;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * Tells the client what the server has used so far, whenever it sends a byte over a connection of
 * its own; on a thread of its own, whose allocations don't count.
 */
public final class Counters {
  /**
   * What was used up to some time.
   *
   * @param cpuNanos processor time of all threads but the JIT compilers'
   * @param allocatedBytes of all threads that live
   */
  public record Used(long cpuNanos, long allocatedBytes) {}

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  Counters() throws IOException {
    Thread thread = new Thread(this::answer, "counters");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void answer() {
    try (listener;
        Socket client = listener.accept()) {
      client.setTcpNoDelay(true);
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (client.getInputStream().read() >= 0) {
        out.writeLong(CpuClock.nanos());
        out.writeLong(allocated());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long allocated() {
    long[] others =
        Arrays.stream(THREADS.getAllThreadIds())
            .filter(id -> id != Thread.currentThread().getId())
            .toArray();
    // Of threads that have ended meanwhile it is -1.
    return Arrays.stream(THREADS.getThreadAllocatedBytes(others)).filter(n -> n > 0).sum();
  }

  /** The client's end. */
  public static final class Remote implements AutoCloseable {
    private final Socket socket;

    /** Connects to the counters of a server. */
    public Remote(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
    }

    /** What it has used so far. */
    public Used ask() throws IOException {
      socket.getOutputStream().write(1);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return new Used(in.readLong(), in.readLong());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
