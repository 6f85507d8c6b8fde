package dev.fermata.io;

import dev.fermata.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops a server, and waits for its last connection; a cancel meanwhile, or before, goes to the
 * handlers.
 */
final class ServerClosing extends ServerEnding {
  static final long FOR_EVER = Long.MAX_VALUE;

  /** After how many nanoseconds the handlers are cancelled. */
  private final long grace;

  private @Nullable Future<?> timer;

  ServerClosing(Server server, long grace) {
    super(server);
    this.grace = grace;
  }

  @Override
  protected @Nullable Object begin() {
    server.stop();
    if (grace == 0) {
      server.cancelHandlers();
    }
    return server.hasEnded() ? null : suspend();
  }

  @Override
  protected boolean beginsCancelled() {
    return true;
  }

  @Override
  protected void onSuspend() {
    if (grace > 0 && grace < FOR_EVER) {
      EventLoop loop = server.reactor().loop();
      timer = loop.schedule(server::cancelHandlers, grace, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  protected boolean onCancel() {
    server.cancelHandlers();
    return false;
  }

  @Override
  void end() {
    if (timer != null) {
      timer.cancel(false);
    }
    if (!failCancelled()) {
      resume(null);
    }
  }

  @Override
  protected String name() {
    return "Server.close";
  }
}
