package dev.fermata.agent;

import dev.fermata.compiler.CompilationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes woven classes to a folder, for whoever wants to look at them. */
final class ClassDump {
  private final @Nullable Path folder;
  private final AgentLog log;

  /**
   * Makes a dump.
   *
   * @param folder null if nothing is to be written
   */
  ClassDump(@Nullable Path folder, AgentLog log) {
    this.folder = folder;
    this.log = log;
  }

  /** Writes a class and what was generated for it; a failure is logged and changes nothing. */
  void write(String internalName, CompilationResult result) {
    if (folder == null) {
      return;
    }
    try {
      write(folder, internalName, result.bytes());
      for (Map.Entry<String, byte[]> generated : result.generated().entrySet()) {
        write(folder, generated.getKey(), generated.getValue());
      }
    } catch (IOException e) {
      log.warn("can't dump " + internalName.replace('/', '.') + ": " + e);
    }
  }

  private static void write(Path folder, String internalName, byte[] bytes) throws IOException {
    Path file = folder.resolve(internalName + ".class").normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new IOException("its name leads out of " + folder);
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, bytes);
  }
}
