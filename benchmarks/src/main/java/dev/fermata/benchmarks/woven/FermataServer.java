package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import dev.fermata.benchmarks.servers.PeerServer;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A server whose connections each have a task. */
public final class FermataServer implements PeerServer {
  private final EventLoop loop = new EventLoop();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final Server.Handler handler;
  private final Thread thread;

  /** Starts it. */
  public FermataServer(Server.Handler handler) {
    this.handler = handler;
    thread = new Thread(() -> loop.run(serve()), "server");
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
    Server server = Net.server(handler);
    try {
      server.listen(address);
      port.complete(server.port());
      await(stop);
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
    await(server.shutdown(Duration.ZERO));
    return completed();
  }
}
