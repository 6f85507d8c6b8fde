package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import dev.fermata.benchmarks.echo.EchoServer;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** An echo server whose connections each have a task. */
public final class EchoFermata implements EchoServer {
  private final EventLoop loop = new EventLoop();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final Thread thread = new Thread(() -> loop.run(serve()), "echo");

  /** Starts it. */
  public EchoFermata() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public int port() {
    return port.join();
  }

  @Override
  public void stop() {
    stop.complete(null);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Async
  private Coroutine<Void> serve() {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server = Net.server(EchoFermata::sendBack);
    try {
      server.listen(address);
      port.complete(server.port());
      await(stop);
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
    await(server.shutdown(java.time.Duration.ZERO));
    return completed();
  }

  @Async
  private static Coroutine<Void> sendBack(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 10);
    while (await(connection.read(buffer.clear()), IOException.class) >= 0) {
      connection.write(buffer.flip());
      await(connection.drain(), IOException.class);
    }
    return completed();
  }
}
