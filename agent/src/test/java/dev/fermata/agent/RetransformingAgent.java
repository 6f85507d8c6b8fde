package dev.fermata.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Another agent: loads a class and has it retransformed, as profilers do. */
public final class RetransformingAgent {
  private static Instrumentation instrumentation;

  private RetransformingAgent() {}

  /** Gives a class other bytes, as a debugger does. */
  public static void redefine(Class<?> type, byte[] bytes) throws Exception {
    instrumentation.redefineClasses(new ClassDefinition(type, bytes));
  }

  /** Loads the class that the options name, and has it transformed again. */
  public static void premain(String options, Instrumentation given) throws Exception {
    instrumentation = given;
    if (options != null) {
      given.retransformClasses(Class.forName(options));
    }
  }

  /** Writes the agent's JAR, which holds a manifest only. */
  static Path jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", RetransformingAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.putValue("Can-Redefine-Classes", "true");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return file;
  }
}
