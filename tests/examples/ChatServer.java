import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.io.Connection;
import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.sync.Channel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A chat server: ./fermata run tests/examples/ChatServer.java 7777, and then nc localhost 7777 in
 * several terminals. Who reads too slowly misses lines, and nobody waits for them.
 */
public class ChatServer {
  private static final int LINES_KEPT = 100;

  /** What each user has still to get. All of it belongs to the loop's thread: no locks. */
  private final Map<String, Channel<String>> users = new LinkedHashMap<>();

  private void say(String line) {
    users.values().forEach(user -> user.trySend(line));
  }

  @Async
  private Coroutine<Void> talk(Connection user) {
    user.write("Your name? ");
    String name = await(user.readLine(40));
    if (name == null || name.isBlank() || users.containsKey(name)) {
      user.write("This name can't be had.\n");
      return completed();
    }
    Channel<String> lines = Channel.buffered(LINES_KEPT);
    var sending = spawn(send(user, lines));
    say(name + " has come");
    users.put(name, lines);
    try {
      for (String line : user.lines()) {
        say(name + ": " + line);
      }
    } finally {
      users.remove(name);
      say(name + " has gone");
      lines.close();
      sending.cancel(false);
    }
    return completed();
  }

  @Async
  private Coroutine<Void> send(Connection user, Channel<String> lines) {
    for (String line : lines) {
      user.write(line + "\n");
      await(user.drain());
    }
    return completed();
  }

  @Async
  Coroutine<Void> serve(int port) throws java.io.IOException {
    try (Server server = Net.server(this::talk).listen(port)) {
      System.out.println("listening at port " + server.port());
      await(server.ended());
    }
    return completed();
  }

  public static void main(String[] args) throws Exception {
    run(new ChatServer().serve(args.length > 0 ? Integer.parseInt(args[0]) : 7777));
  }
}
