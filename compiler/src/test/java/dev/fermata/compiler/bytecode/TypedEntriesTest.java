package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.classfile.CodeSizes;
import dev.fermata.compiler.fixture.BesideMockito;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Tests of entries that return the primitive of a declared box, and of those who call them. */
class TypedEntriesTest {
  private static final String ADD = "(II)Ldev/fermata/Coroutine;";

  /** A class with a typed method {@code add(int, int)} that awaits, and the method {@code m}. */
  private static byte[] calling(Consumer<Code> body) {
    return withAdd().cold("m", "()", body).toBytes();
  }

  private static HandMadeClass withAdd() {
    return HandMadeClass.named(Trial.CLASS)
        .constructor()
        .coldOf(
            "java/lang/Integer",
            "add",
            "(II)",
            code -> code.awaitInt().iload(0).op(IADD).iload(1).op(IADD).boxInt().returnCompleted());
  }

  private static Code add(Code code, int one, int other) {
    return code.push(one).push(other).callOwn("add", ADD).awaitCoroutine();
  }

  private static void checkBoth(Object value, byte[] classFile) {
    assertThat(Equivalence.check(classFile, "m").outcome()).isEqualTo("value " + value);
    BesideMockito.check(classFile, "m");
  }

  private static String returned(Weaving weaving, String method) {
    return Type.getReturnType(weaving.entryOf(method).desc).getDescriptor();
  }

  private static long calls(Weaving weaving, String method, String called) {
    long count = 0;
    for (AbstractInsnNode node : weaving.entryOf(method).instructions) {
      if (node instanceof MethodInsnNode call && call.name.equals(called)) {
        count++;
      }
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({
    "Integer,I",
    "Long,J",
    "Double,D",
    "Float,F",
    "Short,I",
    "Byte,I",
    "Character,I",
    "Boolean,I"
  })
  void an_entry_returns_the_primitive_of_the_declared_box(String box, String primitive) {
    Weaving weaving =
        Weaving.clean(
            HandMadeClass.named(Trial.CLASS)
                .coldOf("java/lang/" + box, "m", "()", code -> code.pushNull().returnCompleted())
                .toBytes());

    assertThat(returned(weaving, "m")).isEqualTo(primitive);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ldev/fermata/Coroutine<*>;",
        "Ldev/fermata/Coroutine<+Ljava/lang/Integer;>;",
        "Ldev/fermata/Coroutine<-Ljava/lang/Integer;>;",
        "Ldev/fermata/Coroutine<TT;>;",
        "Ldev/fermata/Coroutine<Ljava/lang/Number;>;",
        "Ldev/fermata/Coroutine<[I>;",
        "Ldev/fermata/Coroutine<Ljava/util/List<Ljava/lang/Integer;>;>;",
        "Ldev/fermata/Coroutine;"
      })
  void an_entry_returns_an_object_where_anything_else_is_declared(String signature) {
    Weaving weaving =
        Weaving.clean(
            HandMadeClass.named(Trial.CLASS)
                .cold("m", "()", code -> code.pushNull().returnCompleted())
                .signature(signature)
                .toBytes());

    assertThat(returned(weaving, "m")).isEqualTo("Ljava/lang/Object;");
  }

  @Test
  void a_hot_method_of_a_future_of_a_box_is_typed() {
    Weaving weaving =
        Weaving.clean(
            HandMadeClass.named(Trial.CLASS)
                .hot("m", "()", code -> code.push(1).boxInt().returnFuture())
                .signature("Ljava/util/concurrent/CompletableFuture<Ljava/lang/Integer;>;")
                .toBytes());

    assertThat(returned(weaving, "m")).isEqualTo("I");
    assertThat(calls(weaving, "m", "valueOf")).isZero();
  }

  @Test
  void a_value_that_is_unboxed_at_once_is_never_boxed() {
    byte[] classFile =
        calling(code -> add(code, 1, 2).unboxInt().push(5).op(IMUL).boxInt().returnCompleted());
    Weaving weaving = Weaving.clean(classFile);

    assertThat(calls(weaving, "add", "valueOf")).isZero();
    assertThat(calls(weaving, "m", "valueOf")).isEqualTo(1); // its own result's
    checkBoth(20, classFile);
  }

  @Test
  void a_value_that_is_used_as_an_object_is_boxed() {
    byte[] classFile = calling(code -> add(code, 1, 2).log().push(5).boxInt().returnCompleted());

    assertThat(calls(Weaving.clean(classFile), "m", "valueOf")).isEqualTo(2);
    checkBoth(5, classFile);
  }

  @Test
  void an_unboxing_that_a_jump_goes_to_stays() {
    byte[] classFile =
        calling(
            code -> {
              code.push(0).istore(0);
              add(code, 1, 2).goTo("unbox");
              code.at("other").push(9).boxInt();
              code.at("unbox").unboxInt().logInt().increment(0, 1);
              code.iload(0).push(3).jump(IF_ICMPLT, "other");
              code.push("end").returnCompleted();
            });

    checkBoth("end", classFile);
  }

  @Test
  void an_unboxing_in_other_exception_ranges_stays_there() {
    byte[] classFile =
        calling(
            code -> {
              code.tryCatch("start", "end", "handler", "java/lang/ClassCastException");
              add(code, 1, 2).at("start").unboxInt().at("end").boxInt().returnCompleted();
              code.at("handler").returnCompleted();
            });

    checkBoth(4, classFile);
  }

  @Test
  void a_call_with_wide_operands_below_it_in_a_loop_and_in_a_range() {
    byte[] classFile =
        calling(
            code -> {
              code.push(0).istore(0);
              code.tryCatch("loop", "end", "handler", "java/lang/RuntimeException");
              code.at("loop").push(7L).push("text");
              add(code, 10, 2).unboxInt().logInt().log().op(L2I).logInt();
              code.increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
              code.push("end").at("end").returnCompleted();
              code.at("handler").pop().iload(0).boxInt().returnCompleted();
            });

    checkBoth("end", classFile);
  }

  @Test
  void a_typed_method_that_is_held_with_more_values_than_a_method_has_parameters() {
    byte[] classFile =
        withAdd()
            .coldOf(
                "java/lang/Long",
                "many",
                "()",
                code -> {
                  for (int slot = 0; slot < 300; slot++) {
                    code.push(slot).istore(slot);
                  }
                  add(code, 1, 2).unboxInt().istore(300).await().log().push(0);
                  for (int slot = 0; slot <= 300; slot++) {
                    code.iload(slot).op(IADD);
                  }
                  code.op(I2L).boxLong().returnCompleted();
                })
            .cold(
                "m",
                "()",
                code ->
                    code.callOwn("many", "()Ldev/fermata/Coroutine;")
                        .awaitCoroutine()
                        .returnCompleted())
            .toBytes();

    assertThat(Equivalence.check(Weaving.withWarnings(classFile), "m").outcome())
        .isEqualTo("value " + (300 * 299 / 2 + 4));
  }

  @Test
  void a_typed_call_releases_the_monitors_of_its_caller() {
    byte[] classFile =
        withAdd()
            .releasing(
                0,
                "m",
                "()",
                code -> {
                  code.lock(0).enter(0);
                  add(code, 1, 2).unboxInt().logInt().logHeld().exit(0);
                  code.push("end").returnCompleted();
                })
            .toBytes();

    assertThat(Equivalence.check(classFile, "m").outcome()).isEqualTo("value end");
  }

  @Test
  void a_recursion_of_typed_calls_stays_small_enough_to_be_inlined() {
    Weaving weaving =
        Weaving.clean(
            HandMadeClass.named(Trial.CLASS)
                .coldOf(
                    "java/lang/Integer",
                    "m",
                    "(I)",
                    code -> {
                      for (int i = 1; i <= 2; i++) {
                        code.iload(0).push(i).op(ISUB);
                        code.callOwn("m", "(I)Ldev/fermata/Coroutine;").awaitCoroutine().unboxInt();
                      }
                      code.op(IADD).boxInt().returnCompleted();
                    })
                .toBytes());
    int size =
        CodeSizes.of(new ClassReader(weaving.result().bytes())).entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("lambda$m$fermata("))
            .mapToInt(Map.Entry::getValue)
            .sum();

    assertThat(size).isLessThanOrEqualTo(TWO_TYPED_CALLS);
  }

  /** HotSpot inlines no method above 325. */
  private static final int TWO_TYPED_CALLS = 180;
}
