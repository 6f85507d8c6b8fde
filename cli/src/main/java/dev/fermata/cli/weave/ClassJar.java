package dev.fermata.cli.weave;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A JAR, or any other zip, with classes in it; it is never unpacked. */
final class ClassJar implements WeaveInput {
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  private final Path path;
  private final ZipFile zip;
  private final List<? extends ZipEntry> entries;

  private ClassJar(Path path, ZipFile zip, List<? extends ZipEntry> entries) {
    this.path = path;
    this.zip = zip;
    this.entries = entries;
  }

  static ClassJar open(Path path) throws IOException, BadInputException {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException(path + ": neither a folder nor a JAR");
    }
    ZipFile zip = new ZipFile(path.toFile());
    try {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      checkNames(path, entries);
      return new ClassJar(path, zip, entries);
    } catch (BadInputException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static void checkNames(Path path, List<? extends ZipEntry> entries)
      throws BadInputException {
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry : entries) {
      String defect = EntryNames.defect(entry.getName());
      if (defect == null && !seen.add(entry.getName())) {
        defect = "the entry " + entry.getName() + " is in it twice";
      }
      if (defect != null) {
        throw new BadInputException(path + ": not a sound JAR: " + defect);
      }
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String describe(String name) {
    return path + "!/" + name;
  }

  @Override
  public void forEachClass(Findings findings, ClassFileConsumer consumer) {
    for (ZipEntry entry : entries) {
      if (entry.isDirectory() || !entry.getName().endsWith(".class")) {
        continue;
      }
      byte[] bytes;
      try {
        bytes = read(entry);
      } catch (IOException e) {
        findings.problem(String.valueOf(e.getMessage()));
        continue;
      }
      consumer.accept(entry.getName(), bytes);
    }
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
      planRewrite(woven, path, plan);
    }
  }

  @Override
  public void planCopy(WovenSet woven, Path folder, WritePlan plan) throws BadInputException {
    Path target = folder.resolve(path.toAbsolutePath().getFileName());
    if (woven.isEmpty()) {
      plan.copy(path, target);
    } else {
      planRewrite(woven, target, plan);
    }
  }

  private void planRewrite(WovenSet woven, Path target, WritePlan plan) throws BadInputException {
    if (isSigned()) {
      throw new BadInputException(
          path
              + ": is signed, and weaving would break the signature;"
              + " weave it before it is signed, or remove META-INF/*.SF and the signature files");
    }
    if (hasPreamble()) {
      throw new BadInputException(
          path + ": has bytes before its first entry (an executable archive); weave the plain JAR");
    }
    plan.writeStream(
        out -> new JarRewriter(zip.getComment(), entries, this::read).write(woven, out),
        path,
        target);
  }

  private boolean isSigned() {
    return entries.stream()
        .anyMatch(e -> SIGNATURE.matcher(e.getName().toUpperCase(Locale.ROOT)).matches());
  }

  private boolean hasPreamble() throws BadInputException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(2);
      return start.length < 2 || start[0] != 'P' || start[1] != 'K';
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(path, e));
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
