package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveSignedJarTest {
  private static final String MANIFEST = "Manifest-Version: 1.0\r\n\r\n";
  private static final String DIGESTS =
      "Name: A.class\r\nSHA-256-Digest: abc\r\n\r\nName: r.txt\r\nKept: yes\r\nSHA-256-Digest: x\r\n\r\n";

  @TempDir private Path temp;
  private Path signed;

  @BeforeEach
  void writeJar() {
    signed = jar("signed.jar", "async");
  }

  private Path jar(String name, String mark) {
    return TestClasses.jar(
        temp.resolve(name),
        content ->
            content
                .deflated("META-INF/MANIFEST.MF", bytes(MANIFEST + DIGESTS))
                .deflated("META-INF/KEY.SF", bytes("Signature-Version: 1.0\r\n\r\n"))
                .deflated("META-INF/KEY.RSA", new byte[] {1, 2, 3})
                .deflated("META-INF/SIG-OTHER", new byte[] {4})
                .classFile("A", mark)
                .deflated("r.txt", bytes("text")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void it_is_an_error_by_default() throws IOException {
    byte[] before = Files.readAllBytes(signed);

    ToolRun run = ToolRun.of("weave", signed, "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "fermata: "
                + signed
                + ": is signed, and weaving would break the signature; weave it before it is signed,"
                + " or give --signed strip or --signed skip",
            "fermata: 1 error, nothing was written");
    assertThat(signed).hasBinaryContent(before);
    assertThat(ToolRun.of("weave", signed, "--in-place", "--signed", "fail")).isEqualTo(run);
  }

  @Test
  void all_signed_jars_are_told_in_one_run() {
    Path other = jar("other.jar", "async");

    assertThat(ToolRun.of("weave", signed, other, "-d", temp.resolve("out")).errLines()).hasSize(3);
  }

  @Test
  void strip_removes_the_signature_and_the_digests_and_nothing_else() throws IOException {
    ToolRun run = ToolRun.of("weave", signed, "--in-place", "--signed", "strip");

    assertThat(run)
        .isEqualTo(
            new ToolRun(
                0,
                "wove 1 of 1 class in " + signed + "\n",
                "fermata: " + signed + ": its signature is removed\n"));
    try (ZipFile zip = new ZipFile(signed.toFile())) {
      assertThat(zip.stream())
          .extracting(ZipEntry::getName)
          .containsExactly("META-INF/MANIFEST.MF", "A.class", "A$frame.class", "r.txt");
      assertThat(zip.getInputStream(zip.getEntry("META-INF/MANIFEST.MF")).readAllBytes())
          .isEqualTo(bytes(MANIFEST + "Name: r.txt\r\nKept: yes\r\n\r\n"));
    }
  }

  @Test
  void skip_leaves_it_and_says_so() throws IOException {
    byte[] before = Files.readAllBytes(signed);
    Path unsigned = TestClasses.jar(temp.resolve("unsigned.jar"), c -> c.classFile("B", "async"));

    ToolRun run = ToolRun.of("weave", signed, unsigned, "--in-place", "--signed", "skip");

    assertThat(run)
        .isEqualTo(
            new ToolRun(
                0,
                "wove 0 of 1 class in " + signed + "\nwove 1 of 1 class in " + unsigned + "\n",
                "fermata: " + signed + ": is signed, and stays as it is, not woven\n"));
    assertThat(signed).hasBinaryContent(before);
  }

  @Test
  void skip_copies_it_into_another_folder_as_it_is() {
    Path out = temp.resolve("out");

    assertThat(ToolRun.of("weave", signed, "-d", out, "--signed", "skip").status()).isZero();

    assertThat(out.resolve("signed.jar")).hasSameBinaryContentAs(signed);
  }

  @Test
  void a_signed_jar_with_nothing_to_weave_keeps_its_signature_whatever_is_asked()
      throws IOException {
    Path plain = jar("plain.jar", "none");
    byte[] before = Files.readAllBytes(plain);

    for (String what : new String[] {"fail", "strip", "skip"}) {
      assertThat(ToolRun.of("weave", plain, "--in-place", "--signed", what))
          .isEqualTo(new ToolRun(0, "wove 0 of 1 class in " + plain + "\n", ""));
    }
    assertThat(plain).hasBinaryContent(before);
  }

  @Test
  void another_word_is_one_line_and_status_2() {
    ToolRun run = ToolRun.of("weave", signed, "--in-place", "--signed", "maybe");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("--signed", "expected fail, strip or skip but was 'maybe'");
  }

  @Test
  void check_does_not_mind_a_signature() {
    assertThat(ToolRun.of("check", signed))
        .isEqualTo(new ToolRun(0, "checked 1 class: 0 errors, 0 warnings\n", ""));
  }
}
