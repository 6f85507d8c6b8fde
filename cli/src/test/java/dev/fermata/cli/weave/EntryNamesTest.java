package dev.fermata.cli.weave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../a",
        "a/../b",
        "a/..",
        "/etc/passwd",
        "C:/x",
        "c:x",
        "a\\b",
        "..\\a",
        "a\0b",
        ""
      })
  void names_that_reach_out_are_found(String name) {
    assertThat(EntryNames.defect(name)).isNotNull().doesNotContain("\0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/",
        "a/b.class",
        "..a/b..",
        "a/...",
        "META-INF/versions/9/a$b.class",
        "é/ü"
      })
  void ordinary_names_pass(String name) {
    assertThat(EntryNames.defect(name)).isNull();
  }
}
