package dev.fermata.benchmarks.weaving;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Classes of which one in a hundred is async, in their order in a JAR; the others are the JDK's
 * own, of {@code java.util} and the packages below it.
 *
 * @param plain the others, by their entries' names
 * @param async the async ones
 */
public record SampleJar(SortedMap<String, byte[]> plain, SortedMap<String, byte[]> async) {
  private static final int ASYNC_OUT_OF = 100;
  private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_000L);

  /** Collects classes of so many kilobytes together, as near as they come. */
  public static SampleJar of(int kilobytes) throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
    Path base = modules.resolve("java.base");
    SortedMap<String, byte[]> plain = new TreeMap<>();
    long rest = kilobytes * 1024L;
    for (String root : List.of("java/util", "sun/security", "jdk/internal")) {
      try (Stream<Path> files = Files.walk(base.resolve(root))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
          byte[] bytes = Files.readAllBytes(file);
          if (bytes.length <= rest) {
            plain.put(base.relativize(file).toString(), bytes);
            rest -= bytes.length;
          }
        }
      }
    }
    int count = Math.max(1, plain.size() / (ASYNC_OUT_OF - 1));
    return new SampleJar(plain, services(count));
  }

  private static SortedMap<String, byte[]> services(int count) throws IOException {
    SortedMap<String, byte[]> services = new TreeMap<>();
    try (Scratch scratch = new Scratch()) {
      AsyncClasses.make(count, scratch.folder());
      for (int i = 0; i < count; i++) {
        String name = "made/Service" + i + ".class";
        services.put(name, Files.readAllBytes(scratch.folder().resolve(name)));
      }
    }
    return services;
  }

  /** Writes them all into a JAR, in the order of their names. */
  public void writeTo(Path jar) throws IOException {
    SortedMap<String, byte[]> all = new TreeMap<>(plain);
    all.putAll(async);
    try (ZipOutputStream out = open(Files.newOutputStream(jar))) {
      for (var entry : all.entrySet()) {
        put(entry.getKey(), entry.getValue(), out);
      }
    }
  }

  /** Does to each class of a JAR what is to be done, and writes another JAR. */
  static int rewrite(Path from, OutputStream to, Change change) throws IOException {
    int count = 0;
    try (ZipFile in = new ZipFile(from.toFile());
        ZipOutputStream out = open(to)) {
      for (Enumeration<? extends ZipEntry> all = in.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        for (var made : change.of(entry.getName(), bytes).entrySet()) {
          put(made.getKey(), made.getValue(), out);
        }
        count++;
      }
    }
    return count;
  }

  /** What becomes of a class file: entries, by their names. */
  interface Change {
    SortedMap<String, byte[]> of(String name, byte[] classFile);
  }

  private static ZipOutputStream open(OutputStream out) {
    return new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
  }

  private static void put(String name, byte[] bytes, ZipOutputStream out) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(TIME);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
