package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void without_options_all_classes_are_covered(String text) {
    AgentOptions options = AgentOptions.parse(text);

    assertThat(options).isEqualTo(AgentOptions.parse(null));
    assertThat(options.covers("com/acme/A")).isTrue();
    assertThat(options.dump()).isNull();
    assertThat(options.verbose()).isFalse();
  }

  @Test
  void all_options_together() {
    AgentOptions options =
        AgentOptions.parse(
            "include=com.acme.**;org.x.*,exclude=com.acme.gen.**,dump=/tmp/x,verbose");

    assertThat(options.covers("com/acme/a/b/C")).isTrue();
    assertThat(options.covers("org/x/Y")).isTrue();
    assertThat(options.covers("org/x/y/Z")).isFalse();
    assertThat(options.covers("com/acme/gen/G")).isFalse();
    assertThat(options.covers("net/N")).isFalse();
    assertThat(options.dump()).isEqualTo(Path.of("/tmp/x"));
    assertThat(options.verbose()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "incl=x | unknown option \"incl\"",
        "verbose,, | unknown option \"\"",
        "include | option \"include\" lacks its value",
        "exclude= | option \"exclude\" lacks its value",
        "dump | option \"dump\" lacks its value",
        "verbose=no | option \"verbose\" takes no value"
      })
  void a_bad_option_is_told_with_all_good_ones(String text, String message) {
    assertThatThrownBy(() -> AgentOptions.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasMessageEndingWith("dump=DIR and verbose, separated by commas");
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.*, com/acme/A, true",
    "com.acme.*, com/acme/A$B$1, true",
    "com.acme.*, com/acme/b/A, false",
    "com.acme.**, com/acme/b/c/A, true",
    "com.acme.**, com/acmes/A, false",
    "com.acme.A, com/acme/A$Inner, true",
    "com.acme.A, com/acme/AB, false",
    "com.acme.?, com/acme/A, true",
    "com.acme.?, com/acme/AB, false",
    "**.Main, com/acme/Main, true",
    "**Test, com/acme/MyTest$1, true",
    "a.b+c, a/b+c, true",
    "a.b+c, a/bbc, false"
  })
  void globs_match_names(String glob, String name, boolean matches) {
    assertThat(new ClassNameGlob(glob).matches(name)).isEqualTo(matches);
  }
}
