package dev.fermata.cli.weave;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What in a JAR belongs to its signature, as the JAR file specification says it. */
final class Signatures {
  private static final Pattern FILE =
      Pattern.compile("META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]+)");
  private static final Pattern DIGEST =
      Pattern.compile("[^:]+-Digest(-[^:]+)?:.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Behind every line end, of which there are three kinds. */
  private static final Pattern LINE_START = Pattern.compile("(?<=\\n)|(?<=\\r)(?!\\n)");

  private Signatures() {}

  /** Whether an entry is a signature file. */
  static boolean isSignatureFile(String name) {
    return FILE.matcher(name.toUpperCase(Locale.ROOT)).matches();
  }

  /** Whether an entry is the manifest. */
  static boolean isManifest(String name) {
    return name.equalsIgnoreCase("META-INF/MANIFEST.MF");
  }

  /**
   * A manifest without the digests of entries; a section of which nothing is left goes away too.
   * All other bytes stay.
   */
  static byte[] withoutDigests(byte[] manifest) {
    // Of all its bytes only those of ASCII matter here, and a line may be cut inside a character.
    String text = new String(manifest, StandardCharsets.ISO_8859_1);
    StringBuilder kept = new StringBuilder();
    List<String> section = new ArrayList<>();
    boolean main = true;
    for (String line : LINE_START.split(text, -1)) {
      section.add(line);
      if (line.isBlank()) {
        kept.append(main ? String.join("", section) : entrySection(section));
        section.clear();
        main = false;
      }
    }
    kept.append(main ? String.join("", section) : entrySection(section));
    return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String entrySection(List<String> lines) {
    StringBuilder kept = new StringBuilder();
    int attributes = 0;
    boolean dropped = false;
    boolean keeps = true;
    for (String line : lines) {
      if (!line.startsWith(" ")) { // such a line continues the one before it
        keeps = !DIGEST.matcher(line).matches();
        dropped |= !keeps;
        attributes += keeps && !line.isBlank() ? 1 : 0;
      }
      if (keeps) {
        kept.append(line);
      }
    }
    boolean onlyName = dropped && attributes <= 1;
    return onlyName ? "" : kept.toString();
  }
}
