import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Clients that find their server, or do not. */
public class Connecting {
  @Async
  public static Coroutine<List<Object>> echoes(String path) throws IOException {
    List<Object> log = new ArrayList<>();
    SocketAddress address =
        path.isEmpty() ? Peers.LOCAL : UnixDomainSocketAddress.of(Path.of(path));
    try (Server server = Net.server(Peers::echo).listen(address)) {
      try (Connection connection = await(Net.connect(server.address()))) {
        connection.write("one\ntw");
        log.add(await(connection.readLine()));
        connection.write("o\r\nthree");
        log.add(await(connection.readLine()));
        await(connection.endOutput());
        log.add(await(connection.readLine()));
        log.add(await(connection.readLine()));
      }
    }
    return completed(log);
  }

  @Async
  public static Coroutine<List<Object>> nobody_listens() throws IOException {
    List<Object> log = new ArrayList<>();
    Server server = Net.server(Peers::echo).listen(Peers.LOCAL);
    int port = server.port();
    await(server.closeAsync());
    try {
      await(Net.connect("localhost", port), IOException.class);
    } catch (IOException e) {
      log.add(e.getMessage().contains(":" + port));
    }
    try {
      await(Net.connect("no-such-host.invalid", port), IOException.class);
    } catch (IOException e) {
      log.add(e.getClass().getSimpleName());
    }
    return completed(log);
  }

  @Async
  public static Coroutine<String> by_name() throws IOException {
    try (Server server = Net.server(Peers::echo).listen(Peers.LOCAL);
        Connection connection = await(Net.connect("localhost", server.port()))) {
      connection.write("by name\n");
      return completed(await(connection.readLine()));
    }
  }

  /** A coroutine does nothing until it is awaited, as every other one. */
  @Async
  public static Coroutine<String> ends_that_nobody_awaits() throws IOException {
    try (Server server = Net.server(Peers::echo).listen(Peers.LOCAL)) {
      List<Coroutine<Void>> ends = new ArrayList<>(List.of(server.closeAsync()));
      try (Connection connection = await(Net.connect(server.address()))) {
        ends.add(connection.endOutput());
        ends.add(connection.closeAsync());
        connection.write("still open\n");
        return completed(await(connection.readLine()));
      }
    }
  }
}
