import static dev.fermata.Fermata.*;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.AsyncFile;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Much that goes over connections, and between them and files. */
public class Transfers {
  @Async
  static Coroutine<Void> sends_back(Connection connection) {
    ByteBuffer buffer = ByteBuffer.allocate(50_000);
    while (await(connection.read(buffer.clear())) >= 0) {
      connection.write(buffer.flip());
      await(connection.drain());
    }
    return completed();
  }

  @Async
  static Coroutine<Void> sendsAndEnds(Connection connection, int megabytes, CRC32 sum) {
    await(Peers.sends(connection, megabytes, sum));
    await(connection.endOutput());
    return completed();
  }

  /** More than any buffer of the system takes, there and back. */
  @Async
  public static Coroutine<Boolean> much(int megabytes) throws IOException {
    CRC32 sent = new CRC32();
    CRC32 received = new CRC32();
    try (Server server = Net.server(Transfers::sends_back).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      Task<Void> sending = spawn(sendsAndEnds(connection, megabytes, sent));
      byte[] bytes = await(connection.read(1 << 16));
      while (bytes.length > 0) {
        received.update(bytes);
        bytes = await(connection.read(1 << 16));
      }
      await(sending);
    }
    return completed(sent.getValue() == received.getValue());
  }

  @Async
  static Coroutine<Void> sendsAll(Connection connection, Path path) {
    try (AsyncFile file = await(AsyncFile.open(path))) {
      await(file.transferTo(connection));
    }
    return completed();
  }

  /** From a file through a connection to another file. */
  @Async
  public static Coroutine<Boolean> a_transfer(Path from, Path to) throws IOException {
    try (Server server = Net.server(c -> sendsAll(c, from)).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()));
        AsyncFile file = await(AsyncFile.open(to, CREATE_NEW, WRITE))) {
      long count = await(connection.transferTo(file));
      await(file.flush());
      return completed(count == await(file.size()));
    }
  }

  /** What is written last gets there, though the handler ends at once. */
  @Async
  public static Coroutine<Integer> writes_and_ends(int bytes) throws IOException {
    Server.Handler handler =
        c -> {
          c.write(new byte[bytes]);
          return completed();
        };
    try (Server server = Net.server(handler).listen(Peers.LOCAL);
        Connection connection = await(Net.connect(server.address()))) {
      return completed(await(connection.readAll(bytes)).length);
    }
  }
}
