package dev.fermata.cli.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
  private static String stripped(String manifest) {
    return new String(
        Signatures.withoutDigests(manifest.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "META-INF/KEY.SF",
        "META-INF/KEY.RSA",
        "META-INF/key.dsa",
        "META-INF/KEY.EC",
        "META-INF/SIG-KEY",
        "META-INF/SIG-KEY.X"
      })
  void these_are_signature_files(String name) {
    assertThat(Signatures.isSignatureFile(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEY.SF",
        "META-INF/sub/KEY.SF",
        "META-INF/MANIFEST.MF",
        "META-INF/SIGNATURES",
        "META-INF/x.SFX",
        "com/META-INF/KEY.RSA"
      })
  void these_are_not(String name) {
    assertThat(Signatures.isSignatureFile(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\r"})
  void digests_of_entries_go_away_and_everything_else_stays(String end) {
    String manifest =
        """
        Manifest-Version: 1.0
        Main-Class: a.B
        Main-Digest: of the author's own

        Name: a/B.class
        SHA-256-Digest: abcdefghijklmnopqrstuvwxyz
         continued

        Name: a/C.class
        sha-512-digest: xyz
        Content-Type: text/x

        Name: a/long/name/that/is/contin
         ued/D.class
        SHA-256-Digest-de: xyz
         abc
        Sealed: true

        Name: a/Named.class

        """;
    String expected =
        """
        Manifest-Version: 1.0
        Main-Class: a.B
        Main-Digest: of the author's own

        Name: a/C.class
        Content-Type: text/x

        Name: a/long/name/that/is/contin
         ued/D.class
        Sealed: true

        Name: a/Named.class

        """;

    assertThat(stripped(manifest.replace("\n", end))).isEqualTo(expected.replace("\n", end));
  }

  @Test
  void a_manifest_that_ends_without_a_blank_line_is_stripped_too() {
    assertThat(stripped("Manifest-Version: 1.0\n\nName: x\nSHA1-Digest: y"))
        .isEqualTo("Manifest-Version: 1.0\n\n");
  }

  @Test
  void characters_that_are_cut_by_a_line_end_stay() {
    byte[] manifest = new byte[] {'A', ':', ' ', (byte) 0xC3, '\n', ' ', (byte) 0xA4, '\n', '\n'};

    assertThat(Signatures.withoutDigests(manifest)).isEqualTo(manifest);
  }
}
