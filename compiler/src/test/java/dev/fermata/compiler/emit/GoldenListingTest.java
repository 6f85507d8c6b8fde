package dev.fermata.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.fixture.Samples;
import dev.fermata.compiler.fixture.Weaving;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

/**
 * Tests that the code of one small method with two awaits stays what was once read and approved.
 */
class GoldenListingTest {
  private static final String UPDATE = "fermata.golden.update";
  private static final Path LISTING =
      Path.of("src/test/resources/dev/fermata/compiler/emit/two-awaits.txt");

  @Test
  void a_method_with_two_awaits_is_woven_as_listed() throws IOException {
    Weaving weaving = Weaving.clean(Samples.twoAwaits());
    String listing =
        textOf(weaving.result().bytes())
            + textOf(weaving.result().generated().get("made/Sample$m$FermataFrame"));
    if (Boolean.getBoolean(UPDATE)) {
      Files.createDirectories(LISTING.getParent());
      Files.writeString(LISTING, listing);
    }

    assertThat(listing)
        .as(
            "If the change is meant, read the difference and write the listing anew with:%n"
                + "./mvnw test -pl compiler -am -Dtest=GoldenListingTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            UPDATE)
        .isEqualTo(Files.readString(LISTING));
  }

  private static String textOf(byte[] classFile) {
    StringWriter text = new StringWriter();
    TraceClassVisitor printer = new TraceClassVisitor(null, new Textifier(), new PrintWriter(text));
    new ClassReader(classFile).accept(printer, 0);
    return text.toString().replace("\r\n", "\n");
  }
}
