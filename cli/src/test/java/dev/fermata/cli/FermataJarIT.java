package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in {@code fermata.jar}. */
class FermataJarIT {
  private static final String JAR = System.getProperty("fermata.jar");

  private static List<String> files() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      return jar.stream().filter(e -> !e.isDirectory()).map(e -> e.getName()).toList();
    }
  }

  @Test
  void everything_stands_under_the_projects_own_name() throws IOException {
    assertThat(files())
        .allSatisfy(
            name ->
                assertThat(name)
                    .matches(
                        "META-INF/MANIFEST\\.MF"
                            + "|META-INF/licenses/[a-z]+\\.txt"
                            + "|dev/fermata/[A-Za-z$0-9]+(-info)?\\.class"
                            + "|dev/fermata/(annotations|runtime|internal|testing|compiler|cli|sync|io|debug)"
                            + "/[^.]+\\.class"
                            + "|dev/fermata/shaded/(asm|picocli)/[^.]+\\.class"));
  }

  @Test
  void it_has_all_parts_and_no_module_descriptor() throws IOException {
    assertThat(files())
        .contains(
            "dev/fermata/Fermata.class",
            "dev/fermata/annotations/Async.class",
            "dev/fermata/runtime/ContinuationFrame.class",
            "dev/fermata/compiler/ContinuationCompiler.class",
            "dev/fermata/cli/Main.class",
            "dev/fermata/shaded/asm/ClassReader.class",
            "dev/fermata/shaded/picocli/CommandLine.class")
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.endsWith("module-info.class"));
  }

  @Test
  void its_manifest_names_the_main_class_and_the_version() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Main-Class")).isEqualTo("dev.fermata.cli.Main");
      assertThat(attributes.getValue("Implementation-Version")).isNotBlank();
    }
  }

  @Test
  void it_carries_the_licences_of_what_is_shaded_into_it() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      assertThat(text(jar, "META-INF/licenses/asm.txt"))
          .contains("Copyright (c) 2000-2011 INRIA, France Telecom")
          .contains("Redistributions in binary form must reproduce the above copyright");
      assertThat(text(jar, "META-INF/licenses/picocli.txt"))
          .contains("Apache License")
          .contains("Version 2.0, January 2004");
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
