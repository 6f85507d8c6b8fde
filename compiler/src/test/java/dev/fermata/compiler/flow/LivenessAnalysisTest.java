package dev.fermata.compiler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Tests of {@link LivenessAnalysis}; a {@code nop} marks the place that is asked about. */
class LivenessAnalysisTest {
  private static String liveAfterNop(Consumer<Code> body) {
    MethodNode method =
        HandMadeClass.named("made/T").method(ACC_STATIC, "m", "(IJ)V", body).node().methods.get(0);
    LivenessAnalysis liveness = new LivenessAnalysis(new ControlFlowGraph(method));
    for (AbstractInsnNode node : method.instructions) {
      if (node.getOpcode() == NOP) {
        return liveness.after(node).toString();
      }
    }
    throw new AssertionError("no nop");
  }

  @Test
  void what_is_read_later_is_live() {
    assertThat(liveAfterNop(code -> code.op(NOP).iload(0).pop().op(RETURN))).isEqualTo("{0}");
  }

  @Test
  void what_is_written_before_it_is_read_is_dead() {
    assertThat(liveAfterNop(code -> code.op(NOP).push(1).istore(0).iload(0).pop().op(RETURN)))
        .isEqualTo("{}");
  }

  @Test
  void what_one_of_two_paths_reads_is_live() {
    assertThat(
            liveAfterNop(
                code ->
                    code.op(NOP)
                        .iload(0)
                        .jump(IFEQ, "other")
                        .lload(1)
                        .op(POP2)
                        .at("other")
                        .op(RETURN)))
        .isEqualTo("{0, 1}");
  }

  @Test
  void a_wide_value_is_live_by_its_first_slot() {
    assertThat(liveAfterNop(code -> code.op(NOP).lload(1).op(POP2, RETURN))).isEqualTo("{1}");
  }

  @Test
  void a_wide_store_kills_both_slots() {
    assertThat(
            liveAfterNop(
                code -> code.op(NOP).push(1L).lstore(1).iload(2).pop().lload(1).op(POP2, RETURN)))
        .isEqualTo("{}");
  }

  @Test
  void an_increment_reads() {
    assertThat(liveAfterNop(code -> code.op(NOP).increment(0, 1).op(RETURN))).isEqualTo("{0}");
  }

  @Test
  void what_a_loop_reads_in_its_next_turn_is_live_at_its_end() {
    assertThat(
            liveAfterNop(
                code ->
                    code.at("loop")
                        .iload(0)
                        .jump(IFEQ, "end")
                        .op(NOP)
                        .goTo("loop")
                        .at("end")
                        .op(RETURN)))
        .isEqualTo("{0}");
  }

  @Test
  void what_a_loop_writes_first_is_dead_at_its_end() {
    assertThat(
            liveAfterNop(
                code ->
                    code.at("loop")
                        .push(1)
                        .istore(3)
                        .iload(3)
                        .jump(IFEQ, "end")
                        .op(NOP)
                        .goTo("loop")
                        .at("end")
                        .op(RETURN)))
        .isEqualTo("{}");
  }

  @Test
  void what_a_handler_reads_is_live_where_it_covers() {
    assertThat(
            liveAfterNop(
                code ->
                    code.tryCatch("start", "end", "handler", null)
                        .at("start")
                        .op(NOP)
                        .at("end")
                        .op(RETURN)
                        .at("handler")
                        .pop()
                        .iload(0)
                        .pop()
                        .op(RETURN)))
        .isEqualTo("{0}");
  }

  @Test
  void what_a_handler_reads_is_live_before_a_store_that_it_covers() {
    assertThat(
            liveAfterNop(
                code ->
                    code.tryCatch("start", "end", "handler", null)
                        .at("start")
                        .op(NOP)
                        .push(1)
                        .istore(0)
                        .at("end")
                        .op(RETURN)
                        .at("handler")
                        .pop()
                        .iload(0)
                        .pop()
                        .op(RETURN)))
        .isEqualTo("{0}");
  }

  @Test
  void what_a_handler_reads_is_dead_behind_its_range() {
    assertThat(
            liveAfterNop(
                code ->
                    code.tryCatch("start", "end", "handler", null)
                        .at("start")
                        .push(1)
                        .istore(0)
                        .at("end")
                        .op(NOP)
                        .op(RETURN)
                        .at("handler")
                        .pop()
                        .iload(0)
                        .pop()
                        .op(RETURN)))
        .isEqualTo("{}");
  }

  @Test
  void a_handler_behind_one_that_catches_all_counts_too() {
    // The verifier looks at it all the same.
    assertThat(
            liveAfterNop(
                code ->
                    code.tryCatch("start", "end", "all", null)
                        .tryCatch("start", "end", "never", "java/lang/Error")
                        .at("start")
                        .op(NOP)
                        .at("end")
                        .op(RETURN)
                        .at("all")
                        .pop()
                        .op(RETURN)
                        .at("never")
                        .pop()
                        .iload(0)
                        .pop()
                        .op(RETURN)))
        .isEqualTo("{0}");
  }
}
