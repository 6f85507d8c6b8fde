package dev.fermata.cli;

import dev.fermata.cli.weave.ClassWeaver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** One run of the tool inside the test's JVM, with {@link FakeWeaver}. */
record ToolRun(int status, String out, String err) {
  static ToolRun of(Object... args) {
    return with(FakeWeaver.FACTORY, args);
  }

  /** A run with another compiler. */
  static ToolRun with(ClassWeaver.Factory weavers, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Tool.parser(weavers, new RunCommand(weavers))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                Arrays.stream(args)
                    .map(a -> a instanceof Path p ? p.toString() : String.valueOf(a))
                    .toArray(String[]::new));
    return new ToolRun(status, out.toString(), err.toString());
  }

  /** What went to the error stream, line by line. */
  String[] errLines() {
    return err.isEmpty() ? new String[0] : err.split("\\R");
  }
}
