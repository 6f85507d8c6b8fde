package dev.fermata.compiler.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tests of {@link ClassFilePrefilter}. */
class ClassFilePrefilterTest {
  private static boolean passes(String bytes) {
    return ClassFilePrefilter.mayNeedWeaving(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void the_name_is_found_anywhere() {
    assertThat(passes("dev/fermata/")).isTrue();
    assertThat(passes("xxdev/fermata/Fermata")).isTrue();
    assertThat(passes("xxxxdev/fermata/")).isTrue();
    assertThat(passes("dev/dev/fermata/x")).isTrue();
    assertThat(passes("dddev/fermata/")).isTrue();
  }

  @Test
  void what_only_looks_like_it_is_not_found() {
    assertThat(passes("")).isFalse();
    assertThat(passes("dev/fermata")).isFalse();
    assertThat(passes("dev/fermat/")).isFalse();
    assertThat(passes("dev.fermata.")).isFalse();
    assertThat(passes("Dev/fermata/")).isFalse();
    assertThat(passes("dev/fermaTa/")).isFalse();
  }

  @Test
  void a_class_that_does_not_name_us_is_not_parsed() {
    assertThat(
            ClassFilePrefilter.mayNeedWeaving(
                HandMadeClass.named("made/Plain").constructor().toBytes()))
        .isFalse();
    assertThat(ClassFilePrefilter.mayNeedWeaving(Samples.twoAwaits())).isTrue();
  }
}
