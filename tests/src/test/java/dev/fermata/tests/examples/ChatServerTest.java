package dev.fermata.tests.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
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
    try (RunningExample server = RunningExample.start("ChatServer", "0")) {
      int port = server.printsPort();
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
        assertThat(server.interrupt()).isInstanceOf(InterruptedException.class);
        assertThat(ann.hears()).isNull();
      }
    }
  }
}
