package dev.fermata.tests.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An example that runs, woven, on a thread of its own; what it prints is caught. */
final class RunningExample implements AutoCloseable {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
  private final PrintStream console = System.out;
  private final Thread thread;

  private RunningExample(String name, Method main, String... arguments) {
    thread = new Thread(() -> ends.add(endOf(main, arguments)), name);
    thread.setDaemon(true);
    System.setOut(catching());
    thread.start();
  }

  /**
   * Starts an example.
   *
   * @param name of its class
   */
  static RunningExample start(String name, String... arguments)
      throws ReflectiveOperationException {
    WovenTargets woven =
        WovenTargets.of(
            SourceCompiler.javac(
                List.of(Path.of("examples", name + ".java")), Path.of("target", "examples", name)));
    Method main =
        Class.forName(name, true, woven.loader()).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    return new RunningExample(name, main, arguments);
  }

  /** The next line that it prints. */
  String prints() throws InterruptedException {
    return lines.take();
  }

  /** The number that is in the next line that it prints, last. */
  int printsPort() throws InterruptedException {
    return Integer.parseInt(prints().replaceAll("\\D*(\\d+)\\D*", "$1"));
  }

  /** Waits for its end, and gives what it has printed since. */
  List<String> printsUntilItsEnd() throws InterruptedException {
    Throwable end = ends.take();
    if (!(end instanceof End)) {
      throw new AssertionError(end);
    }
    return List.copyOf(lines);
  }

  /** Interrupts it, and gives what it has ended with. */
  Throwable interrupt() throws InterruptedException {
    thread.interrupt();
    return ends.take();
  }

  @Override
  public void close() {
    System.setOut(console);
    thread.interrupt();
  }

  private static Throwable endOf(Method main, String... arguments) {
    try {
      main.invoke(null, (Object) arguments);
      return new End();
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (IllegalAccessException e) {
      return e;
    }
  }

  private PrintStream catching() {
    return new PrintStream(new Lines(), true, UTF_8);
  }

  /** It has ended by itself. */
  private static final class End extends Throwable {
    private static final long serialVersionUID = 1L;

    End() {
      super("the example has ended by itself");
    }
  }

  /** Cuts what is printed into lines, also at the returns that draw a bar anew. */
  private final class Lines extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
      for (int i = offset; i < offset + count; i++) {
        write(bytes[i]);
      }
    }

    @Override
    public synchronized void write(int one) {
      if (one == '\n' || one == '\r') {
        lines.add(toString(UTF_8));
        reset();
      } else {
        super.write(one);
      }
    }
  }
}
