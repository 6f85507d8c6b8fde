package dev.fermata.tests.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.testing.VirtualTime;
import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run of an example's {@code main} on virtual time.
 *
 * @param output the lines that it printed
 * @param elapsed the virtual time that passed
 * @param diagnostics what was said when it was woven
 */
record ExampleRun(List<String> output, Duration elapsed, List<Diagnostic> diagnostics) {
  /** Compiles, weaves and runs an example. */
  static ExampleRun of(String name) throws ReflectiveOperationException {
    Path source = Path.of("examples", name + ".java");
    WovenTargets woven =
        WovenTargets.of(SourceCompiler.javac(List.of(source), Path.of("target", "examples", name)));
    Method main =
        Class.forName(name, true, woven.loader()).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    PrintStream console = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    Duration elapsed;
    try (VirtualTime time = VirtualTime.install();
        PrintStream out = new PrintStream(captured, true, UTF_8)) {
      System.setOut(out);
      main.invoke(null, (Object) new String[0]);
      elapsed = time.elapsed();
    } catch (InvocationTargetException e) {
      throw new AssertionError(name + " threw", e.getCause());
    } finally {
      System.setOut(console);
    }
    return new ExampleRun(captured.toString(UTF_8).lines().toList(), elapsed, woven.diagnostics());
  }
}
