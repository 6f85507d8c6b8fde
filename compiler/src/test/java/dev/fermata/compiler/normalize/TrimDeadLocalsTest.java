package dev.fermata.compiler.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.flow.Assignability;
import dev.fermata.compiler.verify.MethodVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/** Tests of {@link TrimDeadLocals}. */
class TrimDeadLocalsTest {
  private static List<List<Object>> localsOfMaps(String descriptor, Consumer<Code> body) {
    MethodNode method =
        HandMadeClass.named("made/T")
            .method(ACC_STATIC, "m", descriptor, body)
            .node()
            .methods
            .get(0);
    MethodVerifier verifier = new MethodVerifier(Assignability.TRUSTING);
    verifier.verify("made/T", method);
    TrimDeadLocals.run(method);
    verifier.verify("made/T", method);
    List<List<Object>> locals = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof FrameNode map) {
        locals.add(map.local);
      }
    }
    return locals;
  }

  @Test
  void a_dead_variable_between_live_ones_becomes_unusable() {
    assertThat(
            localsOfMaps(
                "(Ljava/lang/String;ILjava/lang/Object;)V",
                code ->
                    code.op(NOP)
                        .map("java/lang/String", INTEGER, "java/lang/Object")
                        .aload(0)
                        .log()
                        .aload(2)
                        .log()
                        .op(RETURN)))
        .containsExactly(List.of("java/lang/String", TOP, "java/lang/Object"));
  }

  @Test
  void dead_variables_at_the_end_go_away() {
    assertThat(
            localsOfMaps(
                "(IJ)V", code -> code.op(NOP).map(INTEGER, LONG).iload(0).pop().op(RETURN)))
        .containsExactly(List.of(INTEGER));
  }

  @Test
  void a_dead_wide_variable_becomes_two_unusable_slots() {
    assertThat(
            localsOfMaps(
                "(JI)V", code -> code.op(NOP).map(LONG, INTEGER).iload(2).pop().op(RETURN)))
        .containsExactly(List.of(TOP, TOP, INTEGER));
  }

  @Test
  void a_live_wide_variable_stays() {
    assertThat(
            localsOfMaps(
                "(JI)V", code -> code.op(NOP).map(LONG, INTEGER).lload(0).op(POP2, RETURN)))
        .containsExactly(List.of(LONG));
  }

  @Test
  void what_a_loop_reads_in_its_next_turn_stays() {
    assertThat(
            localsOfMaps(
                "(II)V",
                code ->
                    code.at("loop")
                        .map(INTEGER, INTEGER)
                        .increment(1, 1)
                        .push(0)
                        .istore(0)
                        .iload(1)
                        .jump(IFEQ, "loop")
                        .op(RETURN)))
        .containsExactly(List.of(TOP, INTEGER));
  }

  @Test
  void what_a_handler_reads_stays() {
    assertThat(
            localsOfMaps(
                "(I)V",
                code -> {
                  code.tryCatch("start", "end", "handler", null);
                  code.at("start").op(NOP).map(INTEGER);
                  code.push(1).istore(0).op(NOP).at("end").op(RETURN);
                  code.at("handler")
                      .map(new Object[] {INTEGER}, new Object[] {"java/lang/Throwable"});
                  code.log().iload(0).logInt().op(RETURN);
                }))
        .containsExactly(List.of(INTEGER), List.of(INTEGER));
  }
}
