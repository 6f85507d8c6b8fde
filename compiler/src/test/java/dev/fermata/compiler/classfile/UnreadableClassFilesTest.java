package dev.fermata.compiler.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of what is said of bytes that can't be read, and of bytes that need not be. */
class UnreadableClassFilesTest {
  private static final byte[] SOUND =
      Trial.of("()", code -> code.await().returnCompleted()).toBytes();

  private final List<String> classPathLookups = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  private CompilationResult compile(String name, byte[] classFile) {
    ClassBytes classPath =
        wanted -> {
          classPathLookups.add(wanted);
          return null;
        };
    return new ContinuationCompiler(CompilerOptions.PARANOID, classPath)
        .compile(name, classFile, diagnostic -> said.add(diagnostic.render()));
  }

  @Test
  void bytes_that_tell_no_name_are_called_as_the_front_end_calls_them() {
    byte[] broken = ClassFileBytes.withUnknownTag(SOUND, "java/lang/Object");

    assertThat(compile("lib/x.jar!/a/B.class", broken).kind()).isEqualTo(Kind.REJECTED);
    assertThat(said)
        .containsExactly(
            """
            error[FER-201]: no valid class file: its constant pool is broken or truncated
              --> lib/x.jar!/a/B.class
               = fix: compile the class again""");
  }

  @Test
  void a_class_that_is_broken_behind_its_name_is_called_by_it_and_by_the_file() {
    byte[] broken = Arrays.copyOf(SOUND, SOUND.length - 4);

    assertThat(compile("lib/x.jar!/a/B.class", broken).bytes()).isSameAs(broken);
    assertThat(said)
        .containsExactly(
            """
            error[FER-201]: no valid class file: it is broken or truncated behind its constant pool
              --> made.Trial
               |  in lib/x.jar!/a/B.class
               = fix: compile the class again""");
  }

  @Test
  void the_name_is_not_said_twice() {
    compile("made.Trial", Arrays.copyOf(SOUND, SOUND.length - 4));

    assertThat(said).singleElement().asString().contains("--> made.Trial\n   = fix");
  }

  @Test
  void without_any_name_that_is_said_too() {
    Weaving weaving = Weaving.of(new byte[] {1, 2, 3});

    assertThat(weaving.rendered()).singleElement().asString().contains("--> (unknown class)\n");
  }

  @Test
  void a_class_without_a_word_of_ours_is_not_parsed() {
    byte[] plain = HandMadeClass.named("made/Plain").constructor().toBytes();
    byte[] unreadable = ClassFileBytes.withUnknownTag(plain, "()V");

    CompilationResult result = compile("made.Plain", unreadable);

    assertThat(said).as("whoever parses it has something to say").isEmpty();
    assertThat(classPathLookups).isEmpty();
    assertThat(result.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(result.bytes()).isSameAs(unreadable);
    assertThat(ClassFilePrefilter.mayNeedWeaving(unreadable)).isFalse();
  }

  @Test
  void the_prefilter_finds_a_name_of_ours_anywhere() {
    byte[] name = "dev/fermata/X".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int offset = 0; offset < 20; offset++) {
      byte[] bytes = new byte[40];
      System.arraycopy(name, 0, bytes, offset, name.length);
      assertThat(ClassFilePrefilter.mayNeedWeaving(bytes)).as("at %d", offset).isTrue();
      byte[] end = Arrays.copyOf(bytes, offset + "dev/fermata/".length());
      assertThat(ClassFilePrefilter.mayNeedWeaving(end)).as("at the end").isTrue();
      assertThat(ClassFilePrefilter.mayNeedWeaving(Arrays.copyOf(end, end.length - 1))).isFalse();
    }
  }

  @Test
  void every_truncation_is_told_and_nothing_is_made_of_it() {
    for (int length = 0; length < SOUND.length; length++) {
      said.clear();
      byte[] cut = Arrays.copyOf(SOUND, length);
      CompilationResult result = compile("cut", cut);
      assertThat(result.kind()).as("%d bytes", length).isNotEqualTo(Kind.WOVEN);
      assertThat(result.bytes()).isSameAs(cut);
      if (ClassFilePrefilter.mayNeedWeaving(cut)) {
        assertThat(said).as("%d bytes", length).singleElement().asString().startsWith("error[");
      }
    }
  }
}
