package dev.fermata.benchmarks.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The sizes of the JARs that users get, as a table. */
final class JarSizes {
  /** What is for what, and the module that makes it. */
  private record Jar(String title, String module, String pattern) {}

  private static final List<Jar> JARS =
      List.of(
          new Jar(
              "the runtime, which woven programs need", "runtime", "fermata-runtime-*[!sc].jar"),
          new Jar("the annotation", "annotations", "fermata-annotations-*[!sc].jar"),
          new Jar("the agent, with the compiler in it", "agent", "fermata-agent.jar"),
          new Jar("the tool, with all the others in it", "cli", "fermata.jar"));

  private JarSizes() {}

  /** The table; empty if they were not all packaged. */
  static String table(Path root) throws IOException {
    StringBuilder table = new StringBuilder("| JAR | size |\n| --- | --- |\n");
    for (Jar jar : JARS) {
      Path folder = root.resolve(jar.module()).resolve("target");
      if (!Files.isDirectory(folder)) {
        return "";
      }
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, jar.pattern())) {
        Iterator<Path> files = found.iterator();
        if (!files.hasNext()) {
          return "";
        }
        String size = Quantity.bytes((double) Files.size(files.next()));
        table.append("| ").append(jar.title()).append(" | ").append(size).append(" |\n");
      }
    }
    return table.toString();
  }
}
