package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends back what it gets. */
public final class EchoFermata {
  private EchoFermata() {}

  /** Until the client has closed its side. */
  @Async
  public static Coroutine<Void> sendBack(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 10);
    while (await(connection.read(buffer.clear()), IOException.class) >= 0) {
      connection.write(buffer.flip());
      await(connection.drain(), IOException.class);
    }
    return completed();
  }
}
