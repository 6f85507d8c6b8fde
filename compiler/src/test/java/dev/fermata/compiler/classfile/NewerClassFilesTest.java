package dev.fermata.compiler.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;

/** Tests of class files whose version ASM does not know. */
class NewerClassFilesTest {
  private static HandMadeClass sound() {
    return Trial.of(
        "()", code -> code.push(40).awaitInt().op(Opcodes.IADD).boxInt().returnCompleted());
  }

  private static HandMadeClass faulty() {
    return Trial.of(
        "()",
        code -> code.aload(0).op(Opcodes.MONITORENTER).await().pop().pushNull().returnCompleted());
  }

  private static byte[] newestKnown(byte[] classFile) {
    return ClassFileBytes.ofVersion(ClassFileVersion.NEWEST_KNOWN, 0, classFile);
  }

  private static CompilationResult stamped(CompilationResult result, int version) {
    SortedMap<String, byte[]> generated = new TreeMap<>();
    result
        .generated()
        .forEach((name, bytes) -> generated.put(name, ClassFileBytes.ofVersion(version, 0, bytes)));
    return new CompilationResult(
        result.kind(), ClassFileBytes.ofVersion(version, 0, result.bytes()), generated);
  }

  @Test
  void a_newer_class_is_woven_and_keeps_its_version() throws Exception {
    byte[] original = sound().toBytes();

    Weaving newer = Weaving.clean(ClassFileBytes.future(original));
    Weaving known = Weaving.clean(newestKnown(original));

    assertThat(newer.result().bytes()).isEqualTo(ClassFileBytes.future(known.result().bytes()));
    assertThat(newer.result().generated()).isNotEmpty();
    for (byte[] generated : newer.result().generated().values()) {
      assertThat(ClassFileVersion.major(generated)).isEqualTo(ClassFileVersion.NEWEST_KNOWN);
    }
    assertThat(newer.result().generated().keySet()).isEqualTo(known.result().generated().keySet());
  }

  @Test
  void what_is_woven_of_a_newer_class_runs() {
    byte[] original = sound().toBytes();
    Weaving newer = Weaving.clean(ClassFileBytes.future(original));

    // This JVM knows no such version; the code is the same in one that it knows.
    Weaving loadable = new Weaving(original, stamped(newer.result(), Opcodes.V17), List.of());

    assertThat(Equivalence.check(loadable, "m").outcome()).isEqualTo("value 41");
  }

  @Test
  void the_minor_version_stays_too() {
    byte[] preview = ClassFileBytes.ofVersion(ClassFileBytes.FUTURE, 0xFFFF, sound().toBytes());

    assertThat(Weaving.clean(preview).result().bytes())
        .startsWith(0xCA, 0xFE, 0xBA, 0xBE, 0xFF, 0xFF, 0, 99);
  }

  @Test
  void weaving_it_twice_equals_weaving_it_once() {
    byte[] once = Weaving.clean(ClassFileBytes.future(sound().toBytes())).result().bytes();

    CompilationResult twice = Weaving.of(once).result();

    assertThat(twice.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(twice.bytes()).isSameAs(once);
  }

  @Test
  void a_users_mistake_in_it_is_told_as_in_any_class() throws Exception {
    Weaving weaving = Weaving.of(ClassFileBytes.future(faulty().toBytes()));

    assertThat(weaving.codes()).containsExactly("FER-103");
    assertThat(weaving.result().kind()).isEqualTo(Kind.REJECTED);
    assertThat(ClassFileVersion.major(weaving.result().bytes())).isEqualTo(ClassFileBytes.FUTURE);
  }

  @Test
  void an_attribute_of_the_class_that_nobody_knows_stays() {
    HandMadeClass made = sound();
    made.node().attrs = new ArrayList<>();
    made.node().attrs.add(ClassFileBytes.attribute("Novel", false, (byte) 1, (byte) 2));

    Weaving weaving = Weaving.clean(ClassFileBytes.future(made.toBytes()));

    assertThat(Weaving.treeOf(newestKnown(weaving.result().bytes())).attrs)
        .singleElement()
        .satisfies(attribute -> assertThat(attribute.type).isEqualTo("Novel"));
  }

  @Test
  void an_attribute_of_code_that_nobody_knows_leaves_the_class_as_it_is() {
    HandMadeClass made = sound();
    made.node().methods.get(0).visitAttribute(ClassFileBytes.attribute("Novel", true, (byte) 9));

    assertPassedThrough(
        ClassFileBytes.future(made.toBytes()),
        "warning[FER-202]: a class file of version 99 is newer than "
            + ClassFileVersion.NEWEST_KNOWN
            + ", the newest that is known,"
            + " and is left as it is: its code has an attribute Novel, which is unknown\n"
            + "  --> made.Trial\n"
            + "   |  in the file\n"
            + "   = fix: use a newer Fermata, or compile with a lower --release");
  }

  @Test
  void constants_of_an_unknown_kind_leave_the_class_as_it_is() {
    byte[] broken = ClassFileBytes.withUnknownTag(sound().toBytes(), "java/lang/Object");

    assertPassedThrough(
        ClassFileBytes.future(broken),
        "warning[FER-202]: a class file of version 99 is newer than "
            + ClassFileVersion.NEWEST_KNOWN
            + ", the newest that is known,"
            + " and is left as it is: its constant pool is broken or truncated\n"
            + "  --> the file\n"
            + "   = fix: use a newer Fermata, or compile with a lower --release");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_does_not_verify_as_it_is_read_leaves_the_class_as_it_is(boolean verify) {
    byte[] broken =
        Trial.of("(I)", code -> code.await().pop().aload(0).returnCompleted()).toBytesAsDeclared();

    Weaving weaving = Weaving.of(ClassFileBytes.future(broken), new CompilerOptions(verify, false));

    assertThat(weaving.codes()).containsExactly("FER-202");
    assertThat(weaving.rendered().get(0)).contains("--> made.Trial");
    assertThat(weaving.result().bytes()).isSameAs(weaving.original());
    assertThat(Weaving.of(broken).codes()).containsExactly("FER-201");
  }

  @Test
  void a_truncated_newer_class_is_left_as_it_is() {
    byte[] cut = ClassFileBytes.future(sound().toBytes());

    for (int length = 10; length < cut.length; length++) {
      Weaving weaving = Weaving.of(java.util.Arrays.copyOf(cut, length));
      assertThat(weaving.result().kind()).as("%d bytes", length).isEqualTo(Kind.UNCHANGED);
    }
  }

  @Test
  void a_newer_class_with_nothing_to_weave_is_not_even_mentioned() {
    byte[] plain = HandMadeClass.named("made/Plain").constructor().toBytes();

    Weaving weaving =
        Weaving.of(ClassFileBytes.withUnknownTag(ClassFileBytes.future(plain), "()V"));

    assertThat(weaving.diagnostics()).isEmpty();
    assertThat(weaving.result().bytes()).isSameAs(weaving.original());
  }

  @Test
  void a_newer_class_can_be_a_supertype() {
    byte[] custom =
        ClassFileBytes.future(
            HandMadeClass.named("made/Custom")
                .extending("java/util/concurrent/CompletableFuture")
                .constructor()
                .toBytes());
    byte[] user =
        HandMadeClass.named("made/User")
            .async(
                Opcodes.ACC_STATIC,
                "m",
                "()Lmade/Custom;",
                code -> code.await().pop().pushNull().op(Opcodes.ARETURN))
            .toBytes();
    List<String> said = new ArrayList<>();
    ClassBytes rest = ClassBytes.of(null);

    CompilationResult result =
        new ContinuationCompiler(
                CompilerOptions.PARANOID,
                name -> name.equals("made/Custom") ? custom : rest.find(name))
            .compile(user, diagnostic -> said.add(diagnostic.render()));

    assertThat(said).isEmpty();
    assertThat(result.kind()).isEqualTo(Kind.WOVEN);
  }

  private static void assertPassedThrough(byte[] classFile, String warning) {
    List<String> said = new ArrayList<>();

    CompilationResult result =
        new ContinuationCompiler(CompilerOptions.PARANOID, ClassBytes.of(null))
            .compile("the file", classFile, diagnostic -> said.add(diagnostic.render()));

    assertThat(said).containsExactly(warning);
    assertThat(result.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(result.bytes()).isSameAs(classFile);
    assertThat(result.generated()).isEmpty();
  }
}
