package dev.fermata.benchmarks.threads;

import dev.fermata.benchmarks.echo.EchoServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An echo server of blocking sockets, with a virtual thread a connection. */
public final class EchoThreads implements EchoServer {
  private final ServerSocket listener =
      new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Starts it. */
  public EchoThreads() throws IOException {
    VirtualThreads.start(this::accept);
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void stop() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        VirtualThreads.start(() -> sendBack(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void sendBack(Socket socket) {
    byte[] buffer = new byte[8 << 10];
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      int read = in.read(buffer);
      while (read >= 0) {
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (IOException closed) {
      // By the other side, or by stop().
    } finally {
      sockets.remove(socket);
    }
  }
}
