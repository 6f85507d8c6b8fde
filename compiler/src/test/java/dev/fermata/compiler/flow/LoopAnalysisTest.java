package dev.fermata.compiler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.LoopShape;
import dev.fermata.compiler.flow.LoopAnalysis.Loop;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Tests of {@link LoopAnalysis}. */
class LoopAnalysisTest {
  private static MethodNode method(Consumer<Code> body) {
    return HandMadeClass.named("made/T")
        .method(ACC_STATIC, "m", "(I)V", body)
        .node()
        .methods
        .get(0);
  }

  /** The loops around the store to a slot, the outermost first; stores are used as marks. */
  private static List<Loop> around(MethodNode method, int slot) {
    ControlFlowGraph graph = new ControlFlowGraph(method);
    LoopAnalysis loops = new LoopAnalysis(graph);
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof VarInsnNode store && store.getOpcode() == ISTORE && store.var == slot) {
        return loops.loopsAround(graph.blockOf(node));
      }
    }
    throw new AssertionError("no mark " + slot);
  }

  private static Code mark(Code code, int slot) {
    return code.push(0).istore(slot);
  }

  @Test
  void straight_code_has_no_loop() {
    MethodNode method = method(code -> mark(code, 1).op(RETURN));

    assertThat(around(method, 1)).isEmpty();
    assertThat(LoopShape.count(method)).isZero();
  }

  @Test
  void nested_loops_are_listed_from_the_outermost() {
    MethodNode method =
        method(
            code -> {
              mark(code, 1);
              mark(code.at("outer"), 2);
              mark(code.at("inner"), 3);
              code.iload(0).jump(IFEQ, "inner").iload(0).jump(IFEQ, "outer").op(RETURN);
            });

    assertThat(around(method, 1)).isEmpty();
    assertThat(around(method, 2)).hasSize(1);
    List<Loop> inner = around(method, 3);
    assertThat(inner).hasSize(2);
    assertThat(inner.get(0).header()).isEqualTo(around(method, 2).get(0).header());
    assertThat(inner.get(1).body().cardinality()).isLessThan(inner.get(0).body().cardinality());
  }

  @Test
  void two_back_edges_to_one_header_are_one_loop() {
    MethodNode method =
        method(
            code -> {
              mark(code.at("loop"), 1);
              code.iload(0).jump(IFEQ, "loop");
              mark(code, 2);
              code.iload(0).jump(IFEQ, "loop").op(RETURN);
            });

    assertThat(around(method, 1)).hasSize(1);
    assertThat(around(method, 2)).hasSize(1);
    assertThat(LoopShape.count(method)).isEqualTo(1);
  }

  @Test
  void a_jump_past_the_header_leaves_no_natural_loop() {
    MethodNode method =
        method(
            code -> {
              code.iload(0).jump(IFEQ, "middle");
              mark(code.at("top"), 1);
              mark(code.at("middle"), 2);
              code.iload(0).jump(IFEQ, "top").op(RETURN);
            });

    assertThat(around(method, 1)).isEmpty();
    assertThat(LoopShape.isReducible(method)).isFalse();
  }

  @Test
  void a_handler_that_goes_back_makes_a_loop() {
    MethodNode method =
        method(
            code -> {
              code.tryCatch("start", "end", "handler", null);
              mark(code.at("start"), 1);
              code.at("end").op(RETURN);
              mark(code.at("handler").pop(), 2);
              code.goTo("start");
            });

    assertThat(around(method, 1)).hasSize(1);
    assertThat(around(method, 2)).hasSize(1);
    assertThat(LoopShape.isReducible(method)).isTrue();
  }

  @Test
  void a_handler_that_covers_itself_is_a_header() {
    MethodNode method =
        method(
            code -> {
              code.tryCatch("handler", "end", "handler", null);
              mark(code, 1);
              code.pushNull().at("handler").pop();
              mark(code, 2);
              code.at("end").op(RETURN);
            });

    assertThat(around(method, 1)).isEmpty();
    assertThat(around(method, 2)).hasSize(1);
  }

  @Test
  void code_that_is_never_reached_is_in_no_loop_and_opens_none() {
    MethodNode method =
        method(
            code -> {
              mark(code.at("loop"), 1);
              code.iload(0).jump(IFEQ, "loop").op(RETURN);
              mark(code.at("dead"), 2);
              code.goTo("loop");
            });

    assertThat(around(method, 1)).hasSize(1);
    assertThat(around(method, 2)).isEmpty();
    assertThat(LoopShape.isReducible(method)).isTrue();
  }

  @Test
  void a_body_may_start_with_a_header() {
    MethodNode method =
        method(code -> mark(code.at("loop"), 1).iload(0).jump(IFEQ, "loop").op(RETURN));

    assertThat(around(method, 1)).hasSize(1);
    assertThat(around(method, 1).get(0).header().index()).isZero();
  }
}
