package dev.fermata.benchmarks.weaving;

import dev.fermata.benchmarks.run.Probe;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Starts JVMs, and adds the processor time of each to that of this one. */
public final class Processes {
  /** Together with the method that each program's main class does not have: 400 async methods. */
  private static final int SERVICES = 80;

  private static final String EMPTY_AGENT =
      """
      public final class EmptyAgent {
        public static void premain(String options) {}
      }
      """;

  private static final String HELLO =
      """
      public final class Hello {
        public static void main(String[] arguments) {
          System.out.println("hello");
        }
      }
      """;

  private static final String COPY =
      """
      import java.nio.file.Path;
      import java.util.Collections;
      import java.util.zip.*;

      public final class Copy {
        public static void main(String[] arguments) throws Exception {
          try (var in = new ZipFile(arguments[0]);
              var out = new ZipOutputStream(new java.io.BufferedOutputStream(
                  new java.io.FileOutputStream(arguments[1]), 65536))) {
            for (ZipEntry entry : Collections.list(in.entries())) {
              byte[] bytes = in.getInputStream(entry).readAllBytes();
              out.putNextEntry(new ZipEntry(entry.getName()));
              out.write(bytes);
              out.closeEntry();
            }
          }
        }
      }
      """;

  /** How the script of the tool starts it. */
  private static final List<String> TOOL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path folder;
  private final String tool = jar("fermata.tool");
  private final String agent = jar("fermata.agent");
  private final String runtime = System.getProperty("java.class.path");
  private final Path sample;

  /** Makes the programs and a JAR of so many kilobytes. */
  public Processes(int kilobytes) {
    try {
      folder = new Scratch().folder();
      List<Path> sources = new ArrayList<>();
      sources.add(Files.writeString(folder.resolve("EmptyAgent.java"), EMPTY_AGENT));
      sources.add(Files.writeString(folder.resolve("Hello.java"), HELLO));
      sources.add(Files.writeString(folder.resolve("Copy.java"), COPY));
      AsyncClasses.compile(sources, folder);
      packEmptyAgent();
      Path program = Files.createDirectory(folder.resolve("program"));
      AsyncClasses.make(SERVICES, program);
      sample = folder.resolve("sample.jar");
      SampleJar.of(kilobytes).writeTo(sample);
      run(List.of("-jar", tool, "weave", "-d", path("woven"), program.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jar(String property) {
    String jar = System.getProperty(property);
    if (jar == null) {
      throw new IllegalStateException("start this by benchmarks/run, which packages the JARs");
    }
    return jar;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void packEmptyAgent() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), "EmptyAgent");
    try (JarOutputStream out =
        new JarOutputStream(Files.newOutputStream(folder.resolve("empty.jar")), manifest)) {
      out.putNextEntry(new JarEntry("EmptyAgent.class"));
      out.write(Files.readAllBytes(folder.resolve("EmptyAgent.class")));
    }
  }

  /** A program without async methods, beside an agent that does nothing, or Fermata's. */
  public int hello(boolean woven) {
    return run(
        List.of(
            "-javaagent:" + (woven ? agent : path("empty.jar")),
            "-classpath",
            folder.toString(),
            "Hello"));
  }

  /** A program of 400 async methods: woven before, beside an empty agent, or by the agent. */
  public int program(boolean woven) {
    return run(
        List.of(
            "-javaagent:" + (woven ? agent : path("empty.jar")),
            "-classpath",
            path(woven ? "program" : "woven") + File.pathSeparator + runtime,
            "made.Program"));
  }

  /** A JAR of which one class in a hundred is async: copied, or woven by the tool. */
  public int jar(boolean woven) {
    List<String> command = new ArrayList<>(TOOL);
    command.addAll(
        woven
            ? List.of("-jar", tool, "weave", "-d", path("out"), sample.toString())
            : List.of(
                "-classpath", folder.toString(), "Copy", sample.toString(), path("copy.jar")));
    return run(command);
  }

  /** Runs a JVM to its end. Bash tells what it has used, as no class of the JDK does. */
  private static int run(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%U %S'; time \"$@\" >/dev/null 2>&1",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).start();
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("failed: " + String.join(" ", arguments));
      }
      double seconds = 0;
      for (String part : said.strip().replace(',', '.').split(" ", -1)) {
        seconds += Double.parseDouble(part);
      }
      Probe.addOfChild(Math.round(seconds * TimeUnit.SECONDS.toNanos(1)));
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
