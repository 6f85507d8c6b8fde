package dev.fermata.cli.weave;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A JAR, or any other zip, with classes in it; it is never unpacked. */
final class ClassJar implements WeaveInput {
  private final String name;
  private final Path file;
  private final ZipFile zip;
  private final List<? extends ZipEntry> entries;
  private final NestedJars nested;
  private final boolean preamble;

  private ClassJar(
      String name,
      Path file,
      ZipFile zip,
      List<? extends ZipEntry> entries,
      NestedJars nested,
      boolean preamble) {
    this.name = name;
    this.file = file;
    this.zip = zip;
    this.entries = entries;
    this.nested = nested;
    this.preamble = preamble;
  }

  /** Opens a JAR, and those inside of it if they are asked for. */
  static ClassJar open(Path path, boolean withNested) throws IOException, BadInputException {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException(path + ": neither a folder nor a JAR");
    }
    return open(path.toString(), path, withNested, 0);
  }

  /** Opens a copy of a JAR that is inside of as many others as its depth says. */
  static ClassJar openNested(String name, Path copy, int depth)
      throws IOException, BadInputException {
    return open(name, copy, true, depth);
  }

  private static ClassJar open(String name, Path file, boolean withNested, int depth)
      throws IOException, BadInputException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      checkNames(name, entries);
      boolean preamble = hasPreamble(file);
      NestedJars nested =
          withNested ? NestedJars.open(name, zip, entries, depth + 1) : NestedJars.none();
      return new ClassJar(name, file, zip, entries, nested, preamble);
    } catch (BadInputException | IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static void checkNames(String name, List<? extends ZipEntry> entries)
      throws BadInputException {
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry : entries) {
      String defect = EntryNames.defect(entry.getName());
      if (defect == null && !seen.add(entry.getName())) {
        defect = "the entry " + entry.getName() + " is in it twice";
      }
      if (defect != null) {
        throw new BadInputException(name + ": not a sound JAR: " + defect);
      }
    }
  }

  private static boolean hasPreamble(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(2);
      return start.length < 2 || start[0] != 'P' || start[1] != 'K';
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String describe(String entry) {
    return name + "!/" + entry;
  }

  @Override
  public SortedMap<String, ? extends WeaveInput> nested() {
    return nested.jars();
  }

  @Override
  public boolean hasJarsLeftOut() {
    return nested.jars().isEmpty() && entries.stream().anyMatch(NestedJars::isJar);
  }

  @Override
  public boolean isSigned() {
    return entries.stream().anyMatch(entry -> Signatures.isSignatureFile(entry.getName()));
  }

  @Override
  public boolean hasPreamble() {
    return preamble;
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(file));
    nested.jars().values().forEach(jar -> files.addAll(jar.files()));
    return files;
  }

  @Override
  public List<String> classNames() {
    return entries.stream()
        .filter(entry -> !entry.isDirectory() && entry.getName().endsWith(".class"))
        .map(ZipEntry::getName)
        .toList();
  }

  @Override
  public byte[] read(String entry) throws IOException {
    return read(zip.getEntry(entry));
  }

  /** Reads an entry; unlike {@link ZipFile}, looks at the check sum too. */
  private byte[] read(ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (crc.getValue() != entry.getCrc()) {
        throw new ZipException("its check sum is wrong");
      }
      return bytes;
    } catch (IOException e) {
      throw new IOException(
          describe(entry.getName()) + ": can't be read (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public void planInPlace(WovenSet woven, WritePlan plan) throws BadInputException {
    if (!woven.isEmpty()) {
      plan.writeStream(out -> rewrite(woven, out), file, file);
    }
  }

  @Override
  public void planCopy(WovenSet woven, Path folder, WritePlan plan) throws BadInputException {
    Path target = folder.resolve(file.toAbsolutePath().getFileName());
    if (woven.isEmpty()) {
      plan.copy(file, target);
    } else {
      plan.writeStream(out -> rewrite(woven, out), file, target);
    }
  }

  /** Writes it with what was woven; a signature, which would be wrong now, goes away. */
  private void rewrite(WovenSet woven, OutputStream out) throws IOException {
    boolean signed = isSigned();
    new JarRewriter(zip.getComment(), entries)
        .write(
            entry ->
                signed && Signatures.isSignatureFile(entry.getName())
                    ? null
                    : content(entry, woven, signed),
            woven,
            out);
  }

  private byte[] content(ZipEntry entry, WovenSet woven, boolean signed) throws IOException {
    byte @Nullable [] replacement = woven.replaced().get(entry.getName());
    if (replacement != null) {
      return replacement;
    }
    ClassJar inner = nested.jars().get(entry.getName());
    WovenSet innerWoven = woven.nested().get(entry.getName());
    if (inner != null && innerWoven != null && !innerWoven.isEmpty()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      inner.rewrite(innerWoven, bytes);
      return bytes.toByteArray();
    }
    byte[] bytes = read(entry);
    return signed && Signatures.isManifest(entry.getName())
        ? Signatures.withoutDigests(bytes)
        : bytes;
  }

  @Override
  public void close() throws IOException {
    nested.close();
    zip.close();
  }
}
