package dev.fermata.compiler.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Tests of {@link FindDroppedCoroutines}. */
class FindDroppedCoroutinesTest {
  private static final String COROUTINE = "dev/fermata/Coroutine";

  private static List<String> reports(Consumer<Code> body) {
    return reports(body, 10);
  }

  private static List<String> reports(Consumer<Code> body, int maxLocals) {
    ClassNode owner = HandMadeClass.named("made/T").method(ACC_STATIC, "m", "(I)V", body).node();
    MethodNode method = owner.methods.get(0);
    method.maxLocals = maxLocals;
    method.maxStack = 10;
    List<Diagnostic> found = new ArrayList<>();
    FindDroppedCoroutines.run(new ClassFacts(owner), found::add);
    return found.stream().map(Diagnostic::message).toList();
  }

  private static Code make(Code code) {
    return code.callOwn("work", "()L" + COROUTINE + ";");
  }

  @Test
  void a_coroutine_that_is_popped_is_reported() {
    assertThat(reports(code -> make(code).pop().op(RETURN)))
        .containsExactly("coroutine 'T.work' is never awaited");
  }

  @Test
  void a_coroutine_in_a_variable_that_nobody_reads_is_reported() {
    assertThat(reports(code -> make(code).astore(1).op(RETURN))).hasSize(1);
    assertThat(reports(code -> make(code).astore(1).aload(1).pop().op(RETURN))).hasSize(1);
  }

  @Test
  void a_coroutine_that_is_only_printed_or_compared_is_reported() {
    assertThat(
            reports(
                code ->
                    make(code)
                        .dup()
                        .callStatic(
                            "java/lang/String", "valueOf", "(Ljava/lang/Object;)Ljava/lang/String;")
                        .pop()
                        .jump(IFNULL, "end")
                        .at("end")
                        .op(RETURN)))
        .hasSize(1);
  }

  @Test
  void a_coroutine_that_is_awaited_returned_stored_or_passed_on_is_not() {
    assertThat(reports(code -> make(code).awaitCoroutine().pop().op(RETURN))).isEmpty();
    assertThat(reports(code -> make(code).log().op(RETURN))).isEmpty();
    assertThat(
            reports(
                code -> {
                  make(code).out().visitFieldInsn(PUTSTATIC, "a/B", "f", "Ljava/lang/Object;");
                  code.op(RETURN);
                }))
        .isEmpty();
    assertThat(
            reports(
                code -> make(code.push(1).type(ANEWARRAY, COROUTINE).push(0)).op(AASTORE, RETURN)))
        .isEmpty();
  }

  @Test
  void a_coroutine_is_followed_through_variables_and_casts() {
    assertThat(
            reports(
                code ->
                    make(code)
                        .astore(1)
                        .aload(1)
                        .type(CHECKCAST, "java/lang/Object")
                        .astore(2)
                        .aload(2)
                        .log()
                        .op(RETURN)))
        .isEmpty();
  }

  @Test
  void a_coroutine_that_one_path_awaits_is_not_reported() {
    assertThat(
            reports(
                code ->
                    make(code)
                        .astore(1)
                        .iload(0)
                        .jump(IFEQ, "end")
                        .aload(1)
                        .log()
                        .at("end")
                        .op(RETURN)))
        .isEmpty();
  }

  @Test
  void of_two_coroutines_that_meet_in_a_variable_both_are_used() {
    assertThat(
            reports(
                code -> {
                  code.iload(0).jump(IFEQ, "other");
                  make(code).goTo("join");
                  make(code.at("other")).at("join").log().op(RETURN);
                }))
        .isEmpty();
  }

  @Test
  void a_call_of_what_a_mocking_library_gives_makes_no_coroutine() {
    String verify = "(Ljava/lang/Object;)Ljava/lang/Object;";
    assertThat(
            reports(
                code ->
                    code.pushNull()
                        .callStatic("org/mockito/Mockito", "verify", verify)
                        .type(CHECKCAST, "made/T")
                        .invokeVirtual("made/T", "work", "()L" + COROUTINE + ";")
                        .pop()
                        .op(RETURN)))
        .isEmpty();
    assertThat(
            reports(
                code ->
                    code.pushNull()
                        .callStatic("made/Factory", "verify", verify)
                        .type(CHECKCAST, "made/T")
                        .invokeVirtual("made/T", "work", "()L" + COROUTINE + ";")
                        .pop()
                        .op(RETURN)))
        .hasSize(1);
  }

  @Test
  void a_coroutine_in_dead_code_is_not_reported() {
    assertThat(
            reports(
                code -> {
                  code.op(RETURN);
                  make(code).pop().op(RETURN);
                }))
        .isEmpty();
  }

  @Test
  void a_completed_coroutine_may_be_dropped() {
    assertThat(
            reports(
                code ->
                    code.callStatic("dev/fermata/Fermata", "completed", "()L" + COROUTINE + ";")
                        .pop()
                        .op(RETURN)))
        .isEmpty();
  }

  @Test
  void a_large_method_with_all_the_variables_that_there_can_be_is_followed() {
    Consumer<Code> large =
        code -> {
          for (int i = 0; i < 60_000; i++) {
            code.op(NOP);
          }
          make(code).pop().op(RETURN);
        };

    assertThat(reports(large, 10)).hasSize(1);
    assertThat(reports(large, 65_000)).hasSize(1);
  }

  @Test
  void a_broken_method_is_passed_over() {
    assertThat(reports(code -> make(code.pop()).pop().op(RETURN))).isEmpty();
  }
}
