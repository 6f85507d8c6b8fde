package dev.fermata.cli.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassFileStructureTest {
  private static final Object CONSTANTS = new Object[] {7L, 3.5, 2f, "text"};

  private static byte[] bytesOf(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ClassFileStructureTest.class,
        String.class,
        java.util.concurrent.CompletableFuture.class,
        java.lang.invoke.VarHandle.class
      })
  void a_real_class_is_sound(Class<?> type) throws IOException {
    assertThat(ClassFileStructure.defect(bytesOf(type))).isNull();
  }

  @Test
  void a_module_descriptor_is_sound() throws IOException {
    try (var in = Object.class.getResourceAsStream("/module-info.class")) {
      assertThat(ClassFileStructure.defect(in.readAllBytes())).isNull();
    }
  }

  @Test
  void every_shorter_file_is_truncated() throws IOException {
    assertThat(CONSTANTS).isNotNull();
    byte[] whole = bytesOf(ClassFileStructureTest.class);
    for (int length = 1; length < whole.length; length++) {
      assertThat(ClassFileStructure.defect(Arrays.copyOf(whole, length)))
          .as("cut at %d of %d", length, whole.length)
          .isEqualTo("a truncated class file");
    }
  }

  @Test
  void a_longer_file_is_broken() throws IOException {
    byte[] whole = bytesOf(ClassFileStructureTest.class);
    assertThat(ClassFileStructure.defect(Arrays.copyOf(whole, whole.length + 1)))
        .isEqualTo("a broken class file (it goes on after its end)");
  }

  @Test
  void an_unknown_constant_is_named() throws IOException {
    byte[] whole = bytesOf(ClassFileStructureTest.class);
    whole[10] = 99;
    assertThat(ClassFileStructure.defect(whole))
        .isEqualTo("a broken class file (constant 1 has the unknown tag 99)");
  }

  @Test
  void other_files_are_no_classes() {
    assertThat(ClassFileStructure.defect(new byte[0])).contains("empty file");
    assertThat(ClassFileStructure.defect("hello, world".getBytes())).isEqualTo("not a class file");
  }
}
