import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Tls;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** A client that asks for new keys again and again, each of which is to be answered. */
public class KeyUpdates {
  /** More than all buffers of the system have room for, between sockets that have no network. */
  private static final int MOST_UPDATES = 30_000;

  /** In so many turns the server has read what it wants to. */
  private static final int TURNS = 300;

  /** A TLS client by hand, whose socket reads when it is told to. */
  static final class Client implements AutoCloseable {
    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final SSLEngine engine;
    private final ByteBuffer out = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer plain = ByteBuffer.allocate(1 << 16);

    Client(SSLContext context) throws IOException {
      engine = context.createSSLEngine("localhost", 0);
      engine.setUseClientMode(true);
    }

    /** Blocks until the handshake is done; after that nothing blocks. */
    Client connect(SocketAddress server) throws IOException {
      channel.connect(server);
      engine.beginHandshake();
      while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
        switch (engine.getHandshakeStatus()) {
          case NEED_WRAP -> {
            wrap("");
            flush();
          }
          case NEED_TASK -> engine.getDelegatedTask().run();
          default -> unwrapOne();
        }
      }
      channel.configureBlocking(false);
      return this;
    }

    private void wrap(String text) throws IOException {
      engine.wrap(ByteBuffer.wrap(text.getBytes()), out);
    }

    /** Gives whether all was taken. */
    boolean flush() throws IOException {
      channel.write(out.flip());
      out.compact();
      return out.position() == 0;
    }

    void askForKeys() throws IOException {
      engine.beginHandshake();
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        wrap("");
      }
    }

    private boolean unwrapOne() throws IOException {
      Status status = engine.unwrap(in.flip(), plain).getStatus();
      in.compact();
      return status == Status.OK || channel.read(in) > 0;
    }

    /** What has come by now. */
    String read() throws IOException {
      boolean isMore = true;
      while (isMore) {
        isMore = unwrapOne();
      }
      return new String(plain.array(), 0, plain.position());
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Whether the server takes what was asked, in some time. */
  @Async
  static Coroutine<Boolean> isTaken(Client client) throws IOException {
    boolean taken = client.flush();
    for (int i = 0; i < TURNS && !taken; i++) {
      await(yieldNow());
      taken = client.flush();
    }
    return completed(taken);
  }

  /** Asks and does not read, until the server has enough of it; and then reads. */
  @Async
  public static Coroutine<List<Object>> answers_that_nobody_reads(
      Tls server, SSLContext context, Path folder, IntSupplier looks)
      throws IOException {
    List<Object> log = new ArrayList<>();
    List<Connection> served = new ArrayList<>();
    SocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    Server.Handler handler =
        c -> {
          served.add(c);
          return Peers.echo(c);
        };
    try (Server listening = Net.server(handler).tls(server).listen(address);
        Client client = new Client(context)) {
      await(toThread(() -> client.connect(listening.address())));
      boolean taken = true;
      for (int i = 0; i < MOST_UPDATES && taken; i++) {
        client.askForKeys();
        taken = await(isTaken(client));
      }
      log.add(taken);
      log.add(served.get(0).unwritten());
      int before = looks.getAsInt();
      await(sleep(Duration.ofMillis(50)));
      log.add(looks.getAsInt() - before);
      client.wrap("still here\n");
      while (!client.read().contains("\n")) {
        client.flush();
        await(yieldNow());
      }
      log.add(client.read());
      log.add(served.get(0).unwritten());
    }
    return completed(log);
  }
}
