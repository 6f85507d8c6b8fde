package dev.fermata.tests.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People who talk by way of the example's chat server. */
@Timeout(60) // what would wait for ever is told as a failure
class ChatServerTest {
  /** A user whose lines are read by blocking calls. */
  private record User(Socket socket, BufferedReader in) implements AutoCloseable {
    static User of(int port, String name) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      User user =
          new User(
              socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
      user.say(name);
      return user;
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    String hears() throws IOException {
      return in.readLine();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void everybody_hears_what_one_says() throws Exception {
    BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
    PrintStream console = System.out;
    System.setOut(lines(printed));
    Method main = main();
    Thread server = new Thread(() -> ends.add(endOf(main)), "chat server");
    server.setDaemon(true);
    server.start();
    try {
      String line = printed.take();
      int port = Integer.parseInt(line.replaceAll("\\D", ""));
      try (User ann = User.of(port, "ann")) {
        ann.say("is anybody here?");
        assertThat(ann.hears()).isEqualTo("Your name? ann: is anybody here?");
        try (User bob = User.of(port, "bob")) {
          assertThat(ann.hears()).isEqualTo("bob has come");
          bob.say("hello");
          assertThat(ann.hears()).isEqualTo("bob: hello");
          assertThat(bob.hears()).isEqualTo("Your name? bob: hello");
          try (User other = User.of(port, "bob")) {
            assertThat(other.hears()).isEqualTo("Your name? This name can't be had.");
            assertThat(other.hears()).isNull();
          }
        }
        assertThat(ann.hears()).isEqualTo("bob has gone");
        server.interrupt();
        assertThat(ends.take()).isInstanceOf(InterruptedException.class);
        assertThat(ann.hears()).isNull();
      }
    } finally {
      System.setOut(console);
    }
  }

  private static Method main() throws ReflectiveOperationException {
    WovenTargets woven =
        WovenTargets.of(
            SourceCompiler.javac(
                List.of(Path.of("examples", "ChatServer.java")),
                Path.of("target", "examples", "ChatServer")));
    Method main =
        Class.forName("ChatServer", true, woven.loader()).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    return main;
  }

  private static Throwable endOf(Method main) {
    try {
      main.invoke(null, (Object) new String[] {"0"});
      return new AssertionError("the server has ended by itself");
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (IllegalAccessException e) {
      return e;
    }
  }

  private static PrintStream lines(BlockingQueue<String> to) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    return new PrintStream(line, true, UTF_8) {
      @Override
      public void println(String text) {
        to.add(text);
      }
    };
  }
}
