package dev.fermata.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Makes class files and JARs for tests; what {@link FakeWeaver} does with a class is in its marks.
 */
public final class TestClasses {
  /** A time that no test runs at. */
  public static final FileTime OLD = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));

  /** The time of JAR entries. */
  public static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2021, 3, 4, 5, 6, 8);

  private TestClasses() {}

  /** A class with marks. */
  public static byte[] classFile(String internalName, String... marks) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17, Opcodes.ACC_PUBLIC, internalName, null, "java/lang/Object", new String[0]);
    for (String mark : marks) {
      writer.visitField(Opcodes.ACC_STATIC, mark, "I", null, null).visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Writes a file with an old time stamp. */
  public static Path write(Path root, String name, byte[] bytes) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, OLD);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a class with an old time stamp. */
  public static Path writeClass(Path root, String internalName, String... marks) {
    return write(root, internalName + ".class", classFile(internalName, marks));
  }

  /** What is put into a JAR. */
  @FunctionalInterface
  public interface JarContent {
    /** Puts it. */
    void putInto(JarBuilder jar) throws IOException;
  }

  /** Writes a JAR. */
  public static Path jar(Path file, JarContent content) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      content.putInto(new JarBuilder(zip));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Puts entries into a JAR. */
  public record JarBuilder(ZipOutputStream zip) {
    /** A deflated entry. */
    public JarBuilder deflated(String name, byte[] bytes) throws IOException {
      return put(new ZipEntry(name), ZipEntry.DEFLATED, bytes);
    }

    /** A deflated class. */
    public JarBuilder classFile(String internalName, String... marks) throws IOException {
      return deflated(internalName + ".class", TestClasses.classFile(internalName, marks));
    }

    /** An entry that is not compressed. */
    public JarBuilder stored(String name, byte[] bytes) throws IOException {
      ZipEntry entry = new ZipEntry(name);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setCrc(crc.getValue());
      entry.setSize(bytes.length);
      return put(entry, ZipEntry.STORED, bytes);
    }

    /** Everything that a folder or another JAR holds, deflated, behind a prefix. */
    public JarBuilder all(String prefix, Path content) throws IOException {
      if (Files.isDirectory(content)) {
        try (Stream<Path> files = Files.walk(content)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            String name = content.relativize(file).toString().replace('\\', '/');
            deflated(prefix + name, Files.readAllBytes(file));
          }
        }
        return this;
      }
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(content))) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          if (!entry.isDirectory() && !entry.getName().equals("META-INF/MANIFEST.MF")) {
            deflated(prefix + entry.getName(), in.readAllBytes());
          }
        }
      }
      return this;
    }

    private JarBuilder put(ZipEntry entry, int method, byte[] bytes) throws IOException {
      entry.setMethod(method);
      entry.setTimeLocal(ENTRY_TIME);
      entry.setComment("about " + entry.getName());
      zip.putNextEntry(entry);
      zip.write(bytes);
      zip.closeEntry();
      return this;
    }
  }
}
