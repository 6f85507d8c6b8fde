package dev.fermata.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fermata.benchmarks.servers.PeerServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example of the documentation, which prints where it listens; it is as it is, and woven. */
final class ExampleServer implements PeerServer {
  private static final Pattern ADDRESS = Pattern.compile("http://localhost:(\\d+)/.*");

  private final Thread thread;
  private final int port;

  /**
   * Starts its main method.
   *
   * @param name of its class, which is in no package
   */
  ExampleServer(String name, String... arguments) throws IOException {
    Method main = main(name);
    thread = new Thread(() -> run(main, arguments), name);
    thread.setDaemon(true);
    PrintStream console = System.out;
    try (PipedInputStream in = new PipedInputStream();
        PrintStream printed = new PrintStream(new PipedOutputStream(in), true, UTF_8)) {
      System.setOut(printed);
      thread.start();
      String line = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
      Matcher address = ADDRESS.matcher(line == null ? "" : line);
      if (!address.matches()) {
        throw new IOException(name + " does not say where it listens, but: " + line);
      }
      port = Integer.parseInt(address.group(1));
    } finally {
      System.setOut(console);
    }
  }

  private static Method main(String name) throws IOException {
    try {
      return Class.forName(name).getMethod("main", String[].class);
    } catch (ReflectiveOperationException e) {
      throw new IOException("there is no example " + name, e);
    }
  }

  private static void run(Method main, String... arguments) {
    try {
      main.invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof InterruptedException)) {
        throw new IllegalStateException(e.getCause());
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
