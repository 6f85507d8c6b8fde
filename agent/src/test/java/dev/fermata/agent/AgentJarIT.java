package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in {@code fermata-agent.jar}: it shares a class path with the user's program. */
class AgentJarIT {
  private static final String JAR = System.getProperty("fermata.agent.jar");

  private static List<String> files() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      return jar.stream().filter(e -> !e.isDirectory()).map(e -> e.getName()).toList();
    }
  }

  @Test
  void everything_stands_in_the_agents_own_package() throws IOException {
    assertThat(files())
        .contains(
            "dev/fermata/agent/FermataAgent.class",
            "dev/fermata/agent/shaded/compiler/ContinuationCompiler.class",
            "dev/fermata/agent/shaded/asm/ClassReader.class")
        .doesNotHaveDuplicates()
        .allSatisfy(
            name ->
                assertThat(name)
                    .matches(
                        "META-INF/MANIFEST\\.MF"
                            + "|META-INF/licenses/[a-z]+\\.txt"
                            + "|dev/fermata/agent/[^./]+\\.class"
                            + "|dev/fermata/agent/shaded/(asm|compiler)/[^.]+\\.class"));
  }

  @Test
  void no_class_refers_to_what_is_not_in_it_under_its_first_name() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      for (String name : files()) {
        String text;
        try (var in = jar.getInputStream(jar.getEntry(name))) {
          text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
        assertThat(text)
            .as(name)
            .doesNotContain("org/objectweb/asm/")
            .doesNotContain("dev/fermata/compiler/");
      }
    }
  }

  @Test
  void its_manifest_lets_the_jvm_start_it_both_ways() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Premain-Class")).isEqualTo(FermataAgent.class.getName());
      assertThat(attributes.getValue("Agent-Class")).isEqualTo(FermataAgent.class.getName());
      assertThat(attributes.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(attributes.getValue("Can-Redefine-Classes")).isEqualTo("true");
      assertThat(attributes.getValue("Automatic-Module-Name")).isEqualTo("dev.fermata.agent");
    }
  }

  @Test
  void it_carries_the_licence_of_what_is_shaded_into_it() throws IOException {
    try (JarFile jar = new JarFile(JAR);
        var in = jar.getInputStream(jar.getEntry("META-INF/licenses/asm.txt"))) {
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("Copyright (c) 2000-2011 INRIA, France Telecom")
          .contains("Redistributions in binary form must reproduce the above copyright");
    }
  }
}
