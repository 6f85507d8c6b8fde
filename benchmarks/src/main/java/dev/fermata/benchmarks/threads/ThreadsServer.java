package dev.fermata.benchmarks.threads;

import dev.fermata.benchmarks.servers.PeerServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server of blocking sockets, with a virtual thread a connection. */
public final class ThreadsServer implements PeerServer {
  private final ServerSocket listener =
      new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Handler handler;

  /** Starts it. */
  public ThreadsServer(Handler handler) throws IOException {
    this.handler = handler;
    VirtualThreads.start(this::accept);
  }

  /** What is done in the thread of a connection, which is closed then. */
  public interface Handler {
    /** Serves a client. */
    void serve(Socket client) throws IOException;
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
        VirtualThreads.start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      handler.serve(socket);
    } catch (IOException closed) {
      // By the other side, or by stop().
    } finally {
      sockets.remove(socket);
    }
  }
}
