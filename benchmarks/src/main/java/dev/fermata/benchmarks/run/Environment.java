package dev.fermata.benchmarks.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where and with what it was measured.
 *
 * @param machine the processor, the number of cores and the operating system
 * @param jdk version and vendor of the JVM
 * @param date the day, in UTC
 * @param versions of the peers
 */
public record Environment(String machine, String jdk, String date, Map<String, String> versions) {
  static Environment here(@Nullable String python) {
    Map<String, String> versions = new TreeMap<>();
    Properties known = new Properties();
    try (InputStream in = Environment.class.getResourceAsStream("versions.properties")) {
      known.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    known.forEach((name, version) -> versions.put((String) name, (String) version));
    String commit = System.getProperty("fermata.commit", "");
    if (!commit.isEmpty()) {
      versions.merge("fermata", " " + commit, String::concat);
    }
    if (python != null) {
      versions.put("python", python);
    }
    return new Environment(
        describeMachine(),
        System.getProperty("java.vm.version") + " (" + System.getProperty("java.vendor") + ")",
        LocalDate.now(ZoneOffset.UTC).toString(),
        versions);
  }

  private static String describeMachine() {
    return processor()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch");
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
