package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.classfile.CodeSizes;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.RandomMethod;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Tests of methods with so many awaits that their code is made smaller than it would be. */
class LargeMethodsTest {
  private static final String ADD = "(IJ)Ldev/fermata/Coroutine;";
  private static final int LIMIT = CompilerOptions.HUGE_METHOD_LIMIT;

  /** Local 0 is an int, 1 a long, 3 a text; the callee adds the first two. */
  private static HandMadeClass made(int awaits, BiConsumer<Code, Integer> await) {
    return HandMadeClass.named(Trial.CLASS)
        .cold(
            "add",
            "(IJ)",
            code ->
                code.awaitInt().iload(0).op(IADD).lload(1).op(L2I, IADD).boxInt().returnCompleted())
        .cold(
            "m",
            "()",
            code -> {
              code.push(1).istore(0).push(2L).lstore(1).push("text").astore(3);
              for (int i = 0; i < awaits; i++) {
                await.accept(code, i);
              }
              code.aload(3).log().lload(1).op(L2I).iload(0).op(IADD).boxInt().returnCompleted();
            });
  }

  private static void addOwn(Code code, int i) {
    code.iload(0).lload(1).callOwn("add", ADD).awaitCoroutine().unboxInt().istore(0);
  }

  /** What no compiler of the class knows; it is never woven here. */
  private static void ofOther(Code code, int i) {
    code.callStatic("dev/fermata/compiler/fixture/Samples", "make", "()Ldev/fermata/Coroutine;")
        .awaitCoroutine()
        .pop();
  }

  private static int sizeOfEntry(Weaving weaving) {
    return CodeSizes.of(new ClassReader(weaving.result().bytes())).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("lambda$m$fermata("))
        .mapToInt(entry -> entry.getValue())
        .sum();
  }

  private static long count(Weaving weaving, int opcode, String name) {
    long count = 0;
    for (AbstractInsnNode node : weaving.entryOf("m").instructions) {
      if (node.getOpcode() == opcode
          && (!(node instanceof MethodInsnNode call) || call.name.equals(name))) {
        count++;
      }
    }
    return count;
  }

  @Test
  void a_method_with_150_awaits_is_below_the_limit_and_does_what_it_did() {
    Weaving weaving = Weaving.clean(made(150, LargeMethodsTest::addOwn).toBytes());

    assertThat(sizeOfEntry(weaving)).isPositive().isLessThanOrEqualTo(LIMIT);
    assertThat(Equivalence.check(weaving, "m").outcome()).startsWith("value ");
  }

  @Test
  void operands_below_150_awaits_are_restored_by_shared_code() {
    byte[] classFile =
        made(
                150,
                (code, i) -> {
                  code.iload(0);
                  code.push(i).lload(1).callOwn("add", ADD).awaitCoroutine().unboxInt();
                  code.op(IADD).istore(0);
                })
            .toBytes();
    Weaving weaving = Weaving.clean(classFile);

    assertThat(sizeOfEntry(weaving)).isPositive().isLessThanOrEqualTo(LIMIT);
    assertThat(Equivalence.check(weaving, "m").outcome()).startsWith("value ");
  }

  @Test
  void shared_code_is_tried_before_calls_go_through_objects() {
    Weaving weaving = Weaving.clean(made(110, LargeMethodsTest::addOwn).toBytes());

    assertThat(count(weaving, INVOKESTATIC, "lambda$add$fermata")).isEqualTo(110);
    assertThat(Equivalence.check(weaving, "m").outcome()).startsWith("value ");
  }

  @Test
  void calls_are_linked_at_run_time_as_long_as_the_method_is_below_the_limit() {
    Weaving linked = Weaving.clean(made(100, LargeMethodsTest::ofOther).toBytes());
    Weaving objects = Weaving.clean(made(200, LargeMethodsTest::ofOther).toBytes());

    assertThat(count(linked, INVOKEDYNAMIC, "")).isEqualTo(100);
    assertThat(count(objects, INVOKEDYNAMIC, "")).isZero();
    assertThat(sizeOfEntry(objects)).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void what_is_too_large_all_the_same_is_warned_of_with_its_size() {
    Weaving weaving =
        Weaving.of(made(400, LargeMethodsTest::addOwn).toBytes(), CompilerOptions.DEFAULT);

    assertThat(weaving.codes()).containsExactly("FER-302");
    assertThat(weaving.rendered().get(0)).contains(sizeOfEntry(weaving) + " bytes");
    assertThat(Equivalence.check(weaving, "m").outcome()).startsWith("value ");
  }

  /** Each method is one that HotSpot would not compile, and its code is made smaller. */
  private static void checkSmall(byte[] classFile) {
    Weaving weaving = Weaving.of(classFile, new CompilerOptions(true, true, 1));

    assertThat(weaving.result().kind()).isEqualTo(Kind.WOVEN);
    assertThat(weaving.codes()).isEmpty();
    Equivalence.check(weaving, "m");
  }

  @Test
  void random_methods_with_shared_code_do_woven_what_they_do_unwoven() {
    for (long seed = 0; seed < 100; seed++) {
      try {
        checkSmall(RandomMethod.of(seed));
        checkSmall(RandomMethod.releasing(seed));
      } catch (AssertionError | RuntimeException | LinkageError e) {
        throw new AssertionError("the method of seed " + seed, e);
      }
    }
  }

  private static void checkSmall(Consumer<Code> body) {
    checkSmall(Trial.of("()", body).toBytes());
  }

  @Test
  void variables_of_several_types_in_one_slot_are_restored_apart() {
    checkSmall(
        code -> {
          code.push(7L).lstore(0);
          code.await().log().await().log().lload(0).boxLong().log();
          code.push("a").astore(0).push(3).istore(1);
          code.await().log().await().log().aload(0).log().iload(1).logInt();
          code.push(1).istore(0).push(5L).lstore(1);
          code.await().log().await().log().iload(0).logInt().lload(1).boxLong().returnCompleted();
        });
  }

  @Test
  void operands_lie_below_awaits_that_share_the_outcome() {
    checkSmall(
        code -> {
          code.push(7L).push("below").await().log().log().await().log();
          code.await().log().push(1).push(2.0).await().log().op(POP2).logInt();
          code.boxLong().returnCompleted();
        });
  }

  @Test
  void awaits_with_handlers_and_without_are_resumed_in_one_method() {
    checkSmall(
        code -> {
          code.push("kept").astore(0);
          code.tryCatch("start", "end", "handler", "java/lang/RuntimeException");
          code.await().log().await().log();
          code.at("start").await().log().at("end").await().log().aload(0).returnCompleted();
          code.at("handler").pop().await().log().await().log().aload(0).returnCompleted();
        });
  }
}
