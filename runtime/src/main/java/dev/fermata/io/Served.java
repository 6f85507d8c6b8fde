package dev.fermata.io;

import dev.fermata.Task;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A connection of a server and the task that serves it: it is over when both have ended. */
final class Served {
  private final Server server;
  private final ConnectedSocket socket;
  private @Nullable Task<?> task;

  Served(Server server, ConnectedSocket socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * Begins to serve.
   *
   * @param tls what is spoken, after a handshake; null for nothing but what is written
   */
  void begin(@Nullable Tls tls) {
    server.add(this);
    socket.onClose(this::over);
    if (tls == null) {
      handle();
    } else {
      socket.beginTls(tls, this::shaken);
    }
  }

  private void shaken(@Nullable Throwable failure) {
    if (failure == null) {
      handle();
    } else if (failure instanceof IOException) {
      System.getLogger("dev.fermata.io")
          .log(System.Logger.Level.DEBUG, "a client was not served", failure);
    } else {
      server.reactor().report(new IllegalStateException("TLS of " + socket + " failed", failure));
    }
  }

  private void handle() {
    try {
      Task<?> handling = server.handle(socket);
      task = handling;
      var unused = handling.whenComplete((result, exception) -> ended(exception));
    } catch (Throwable exception) {
      ended(exception);
    }
  }

  void cancel() {
    if (task != null) {
      task.cancel("the server is closed");
    }
    if (task == null || task.isDone()) {
      // What is left to be written has had its time.
      socket.abort();
    }
  }

  private void ended(@Nullable Throwable exception) {
    if (exception == null) {
      socket.closeWhenServed();
      over();
      return;
    }
    socket.abort();
    over();
    // A peer that is gone is no failure of the handler.
    boolean isFailure =
        !(exception instanceof CancellationException) && !socket.hasFailedWith(exception);
    if (isFailure && (task == null || !server.isGrouped())) {
      server
          .reactor()
          .report(new IllegalStateException("the handler of " + socket + " failed", exception));
    }
  }

  private void over() {
    if (!socket.isOpen() && (task == null || task.isDone())) {
      server.remove(this);
    }
  }
}
