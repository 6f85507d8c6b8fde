package dev.fermata.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which classes were woven when they were loaded, and with which generated classes: a
 * redefinition must weave these again and no others, since the JVM lets no member come or go. Holds
 * no class loader. Any thread may call it.
 */
final class WovenClasses {
  private final Map<ClassLoader, Map<String, SortedMap<String, Long>>> byLoader =
      new WeakHashMap<>();

  /** Notes a class that is being loaded. */
  synchronized void add(
      ClassLoader loader, String internalName, SortedMap<String, byte[]> generated) {
    byLoader
        .computeIfAbsent(loader, l -> new HashMap<>())
        .put(internalName, fingerprints(generated));
  }

  /** Whether the class was woven when it was loaded. */
  synchronized boolean contains(ClassLoader loader, String internalName) {
    return find(loader, internalName) != null;
  }

  /** Whether a class of this name and these bytes was generated for it then. */
  synchronized boolean hasSame(
      ClassLoader loader, String internalName, String generated, byte[] bytes) {
    SortedMap<String, Long> known = find(loader, internalName);
    return known != null && Long.valueOf(fingerprint(bytes)).equals(known.get(generated));
  }

  private @Nullable SortedMap<String, Long> find(ClassLoader loader, String internalName) {
    Map<String, SortedMap<String, Long>> classes = byLoader.get(loader);
    return classes == null ? null : classes.get(internalName);
  }

  private static SortedMap<String, Long> fingerprints(SortedMap<String, byte[]> classes) {
    SortedMap<String, Long> fingerprints = new TreeMap<>();
    classes.forEach((name, bytes) -> fingerprints.put(name, fingerprint(bytes)));
    return fingerprints;
  }

  private static long fingerprint(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue() << 32 | bytes.length;
  }
}
