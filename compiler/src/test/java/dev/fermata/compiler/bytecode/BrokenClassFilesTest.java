package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Samples;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;

/** Tests of class files that are broken, too old, too new or too large. */
class BrokenClassFilesTest {
  private static Weaving weave(byte[] classFile) {
    return Weaving.of(classFile, CompilerOptions.DEFAULT);
  }

  @Test
  void the_sample_itself_is_woven() {
    assertThat(weave(Samples.someOfEverything()).codes()).isEmpty();
    Equivalence.check(Samples.someOfEverything(), "m", 2);
  }

  @Test
  void a_class_file_that_is_cut_at_any_length_is_reported_or_left_alone() {
    byte[] whole = Samples.someOfEverything();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Weaving weaving = weave(cut);
      if (weaving.result().kind() == Kind.UNCHANGED) {
        assertThat(new String(cut, StandardCharsets.ISO_8859_1))
            .as("length %d", length)
            .doesNotContain("dev/fermata/");
      } else {
        assertThat(weaving.codes()).as("length %d", length).containsExactly("FER-201");
      }
      assertThat(weaving.result().bytes()).isSameAs(cut);
      assertThat(weaving.result().generated()).isEmpty();
    }
  }

  @Test
  void garbage_is_reported() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      assertThat(weave(garbage).codes()).as("number %d", i).containsExactly("FER-201");
    }
  }

  @Test
  void garbage_behind_a_good_start_never_throws() {
    byte[] whole = Samples.someOfEverything();
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      byte[] mutated = whole.clone();
      int from = 10 + random.nextInt(mutated.length - 10);
      byte[] garbage = new byte[mutated.length - from];
      random.nextBytes(garbage);
      System.arraycopy(garbage, 0, mutated, from, garbage.length);
      assertBlamesOnlyTheClassFile(weave(mutated), "seed " + seed);
    }
  }

  @Test
  void flipped_bytes_never_throw() {
    byte[] whole = Samples.someOfEverything();
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] mutated = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutated[8 + random.nextInt(mutated.length - 8)] = (byte) random.nextInt(256);
      }
      assertBlamesOnlyTheClassFile(weave(mutated), "seed " + seed);
    }
  }

  /** Our own fault is not what a broken class file should be answered with. */
  private static void assertBlamesOnlyTheClassFile(Weaving weaving, String seed) {
    assertThat(weaving.rendered()).as(seed).noneMatch(text -> text.contains("FER-9"));
    if (weaving.result().kind() == Kind.REJECTED) {
      assertThat(weaving.diagnostics()).as(seed).isNotEmpty();
    }
  }

  @Test
  void jsr_and_ret_in_an_old_class_file_are_a_diagnostic() {
    byte[] old =
        HandMadeClass.named(Trial.CLASS)
            .ofVersion(V1_5)
            .cold(
                "m",
                "()",
                code -> {
                  Label subroutine = code.label("subroutine");
                  code.out().visitJumpInsn(JSR, subroutine);
                  code.await().returnCompleted();
                  code.at("subroutine").astore(0).local(RET, 0);
                })
            .toBytesAsDeclared();

    Weaving weaving = weave(old);

    assertThat(weaving.codes()).containsExactly("FER-203");
    assertThat(weaving.result().kind()).isEqualTo(Kind.REJECTED);
    assertThat(weaving.result().bytes()).isSameAs(old);
  }

  @Test
  void jsr_in_a_new_class_file_is_the_class_files_fault() {
    byte[] broken =
        Trial.of(
                "()",
                code -> {
                  code.out().visitJumpInsn(JSR, code.label("subroutine"));
                  code.await().returnCompleted();
                  code.at("subroutine").astore(0).local(RET, 0);
                })
            .toBytesAsDeclared();

    assertThat(weave(broken).codes()).containsExactly("FER-201");
  }

  @Test
  void an_old_class_file_without_async_methods_is_left_alone() {
    byte[] old =
        HandMadeClass.named(Trial.CLASS)
            .ofVersion(V1_4)
            .method(ACC_STATIC, "m", "()V", code -> code.push("dev/fermata/").log().op(RETURN))
            .toBytesAsDeclared();

    assertThat(weave(old).result().kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(weave(old).codes()).isEmpty();
  }

  @Test
  void every_version_that_the_library_knows_is_woven() {
    for (int version = V1_8; version <= V17; version++) {
      byte[] classFile = Samples.twoAwaits();
      classFile[7] = (byte) version;
      assertThat(weave(classFile).result().kind()).as("version %d", version).isEqualTo(Kind.WOVEN);
      Equivalence.check(classFile, "m", 1);
    }
  }

  @Test
  void a_class_file_of_16_megabytes_is_woven() {
    HandMadeClass large = Trial.of("()", code -> code.await().returnCompleted());
    for (int i = 0; i < 130; i++) {
      String constant = String.format("%065000d", i);
      large.method(
          ACC_STATIC,
          "filler" + i,
          "(I)V",
          code -> {
            Label[] labels = new Label[15_900];
            for (int n = 0; n < labels.length; n++) {
              labels[n] = code.label("case" + n / 100);
            }
            code.push(constant).log().iload(0);
            code.out().visitTableSwitchInsn(1, labels.length, labels[0], labels);
            for (int n = 0; n < labels.length / 100; n++) {
              code.at("case" + n).map(INTEGER).op(NOP);
            }
            code.op(RETURN);
          });
    }
    byte[] classFile = large.toBytesAsDeclared();

    assertThat(classFile.length).isGreaterThan(16_000_000);
    assertThat(weave(classFile).result().kind()).isEqualTo(Kind.WOVEN);
  }

  @Test
  void a_broken_method_spares_the_other_methods_of_its_class() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .cold("broken", "()", code -> code.await().log().aload(7).returnCompleted())
            .cold("m", "()", code -> code.await().returnCompleted())
            .toBytesAsDeclared();

    Weaving weaving = weave(classFile);

    assertThat(weaving.codes()).containsExactly("FER-201");
    assertThat(weaving.rendered().get(0)).contains("made.Trial.broken(HandMade.java)");
    assertThat(weaving.result().generated().keySet()).noneMatch(name -> name.contains("broken"));
    assertThat(weaving.entryOf("m")).isNotNull();
  }

  @Test
  void code_that_the_compiler_does_not_weave_is_not_judged() {
    byte[] classFile =
        Trial.of("()", code -> code.await().returnCompleted())
            .method(ACC_STATIC, "broken", "()V", code -> code.aload(3).pop().op(RETURN))
            .toBytesAsDeclared();

    assertThat(weave(classFile).codes()).isEmpty();
  }
}
