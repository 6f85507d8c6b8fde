import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Messages there and back, over and over. */
public class IoScale {
  @Async
  static Coroutine<Void> sendBack(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4_096);
    while (await(connection.read(buffer.clear()), IOException.class) >= 0) {
      connection.write(buffer.flip());
      await(connection.drain(), IOException.class);
    }
    return completed();
  }

  /** Gives the number of the bytes that came back. */
  @Async
  public static Coroutine<Long> echoes(int times, int size) throws IOException {
    ByteBuffer out = ByteBuffer.allocateDirect(size);
    ByteBuffer in = ByteBuffer.allocateDirect(size);
    long sum = 0;
    try (Server server =
            Net.server(IoScale::sendBack)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Connection connection = await(Net.connect(server.address()))) {
      for (int i = 0; i < times; i++) {
        connection.write(out.clear());
        await(connection.flush(), IOException.class);
        in.clear();
        while (in.hasRemaining()) {
          sum += await(connection.read(in), IOException.class);
        }
      }
    }
    return completed(sum);
  }

  @Async
  static Coroutine<Void> repeatLines(Connection connection) throws IOException {
    ByteBuffer line = ByteBuffer.allocateDirect(2);
    line.put((byte) 'x').put((byte) '\n');
    while (await(connection.readLine(), IOException.class) != null) {
      connection.write(line.flip());
    }
    return completed();
  }

  @Async
  static Coroutine<Void> repeatInLoop(Connection connection) {
    ByteBuffer answer = ByteBuffer.allocateDirect(2);
    answer.put((byte) 'x').put((byte) '\n');
    for (String line : connection.lines()) {
      connection.write(answer.flip());
    }
    return completed();
  }

  /** Gives the number of the bytes that came back, of lines that are read one by one. */
  @Async
  public static Coroutine<Long> lines(int times, int size) throws IOException {
    return exchangeLines(IoScale::repeatLines, times, size);
  }

  /** The same, of lines that are read in a loop. */
  @Async
  public static Coroutine<Long> loops(int times, int size) throws IOException {
    return exchangeLines(IoScale::repeatInLoop, times, size);
  }

  @Async
  private static Coroutine<Long> exchangeLines(Server.Handler handler, int times, int size)
      throws IOException {
    ByteBuffer line = ByteBuffer.allocateDirect(2);
    line.put((byte) 'x').put((byte) '\n');
    long sum = 0;
    try (Server server =
            Net.server(handler)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Connection connection = await(Net.connect(server.address()))) {
      for (int i = 0; i < times; i++) {
        connection.write(line.flip());
        sum += await(connection.readExactly(size), IOException.class).length;
      }
    }
    return completed(sum);
  }
}
