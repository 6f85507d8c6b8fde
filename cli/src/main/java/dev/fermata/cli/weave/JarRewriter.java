package dev.fermata.cli.weave;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JAR again with some entries replaced, some left out and some added: the same order (so
 * that the manifest stays first), and for each entry the same time, comment, extra fields and
 * compression method. What is added stands behind its owner and takes over the owner's time, so
 * that the output depends on the input alone.
 */
final class JarRewriter {
  /** Tells what an entry is to hold. */
  @FunctionalInterface
  interface Content {
    /** All of its bytes; null if it is left out. */
    byte @Nullable [] of(ZipEntry entry) throws IOException;
  }

  private final @Nullable String comment;
  private final List<? extends ZipEntry> entries;

  JarRewriter(@Nullable String comment, List<? extends ZipEntry> entries) {
    this.comment = comment;
    this.entries = entries;
  }

  /** Writes all entries but those in whose place one of the same name is added. */
  void write(Content content, WovenSet woven, OutputStream out) throws IOException {
    Set<String> stale = woven.addedNames();
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setComment(comment);
    for (ZipEntry entry : entries) {
      byte[] bytes = stale.contains(entry.getName()) ? null : content.of(entry);
      if (bytes == null) {
        continue;
      }
      put(zip, new ZipEntry(entry), bytes);
      for (Map.Entry<String, byte[]> added : woven.addedFor(entry.getName()).entrySet()) {
        put(zip, like(entry, added.getKey()), added.getValue());
      }
    }
    zip.finish();
  }

  private static ZipEntry like(ZipEntry owner, String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(owner.getTimeLocal());
    entry.setMethod(owner.getMethod());
    return entry;
  }

  private static void put(ZipOutputStream zip, ZipEntry entry, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    entry.setSize(bytes.length);
    // What deflating yields depends on the library that does it.
    entry.setCompressedSize(entry.getMethod() == ZipEntry.STORED ? bytes.length : -1);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
