package dev.fermata.compiler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests of {@link ControlFlowGraph}. */
class ControlFlowGraphTest {
  private static ControlFlowGraph graph(Consumer<Code> body) {
    return new ControlFlowGraph(
        HandMadeClass.named("made/T").method(ACC_STATIC, "m", "(I)V", body).node().methods.get(0));
  }

  private static List<List<Integer>> successors(Consumer<Code> body) {
    return graph(body).blocks().stream().map(ControlFlowGraph.Block::successors).toList();
  }

  private static List<List<Integer>> handlers(Consumer<Code> body) {
    return graph(body).blocks().stream().map(ControlFlowGraph.Block::handlers).toList();
  }

  @Test
  void straight_code_is_one_block() {
    assertThat(successors(code -> code.iload(0).pop().op(RETURN))).containsExactly(List.of());
  }

  @Test
  void a_branch_goes_on_and_away() {
    assertThat(successors(code -> code.iload(0).jump(IFEQ, "else").op(NOP).at("else").op(RETURN)))
        .containsExactly(List.of(1, 2), List.of(2), List.of());
  }

  @Test
  void a_branch_to_the_next_instruction_has_one_successor() {
    assertThat(successors(code -> code.iload(0).jump(IFEQ, "next").at("next").op(RETURN)))
        .containsExactly(List.of(1), List.of());
  }

  @Test
  void a_goto_does_not_go_on() {
    assertThat(successors(code -> code.goTo("end").op(NOP).at("end").op(RETURN)))
        .containsExactly(List.of(2), List.of(2), List.of());
  }

  @Test
  void a_throw_goes_nowhere() {
    assertThat(successors(code -> code.pushNull().op(ATHROW).op(RETURN)))
        .containsExactly(List.of(), List.of());
  }

  @Test
  void a_switch_goes_to_each_label_once_and_to_the_default() {
    assertThat(
            successors(
                code -> {
                  code.iload(0);
                  code.out()
                      .visitLookupSwitchInsn(
                          code.label("default"),
                          new int[] {1, 2, 3},
                          new org.objectweb.asm.Label[] {
                            code.label("a"), code.label("b"), code.label("a")
                          });
                  code.at("a").op(RETURN).at("b").op(RETURN).at("default").op(RETURN);
                }))
        .first()
        .isEqualTo(List.of(1, 2, 3));
  }

  @Test
  void blocks_end_where_ranges_begin_and_end() {
    assertThat(
            handlers(
                code ->
                    code.tryCatch("start", "end", "handler", null)
                        .op(NOP)
                        .at("start")
                        .op(NOP)
                        .at("end")
                        .op(RETURN)
                        .at("handler")
                        .pop()
                        .op(RETURN)))
        .containsExactly(List.of(), List.of(3), List.of(), List.of());
  }

  @Test
  void overlapping_ranges_give_their_handlers_in_the_order_of_the_table() {
    Consumer<Code> body =
        code ->
            code.tryCatch("one", "three", "second", "java/lang/Error")
                .tryCatch("two", "four", "first", null)
                .at("one")
                .op(NOP)
                .at("two")
                .op(NOP)
                .at("three")
                .op(NOP)
                .at("four")
                .op(RETURN)
                .at("first")
                .pop()
                .op(RETURN)
                .at("second")
                .pop()
                .op(RETURN);

    assertThat(handlers(body).subList(0, 4))
        .containsExactly(List.of(5), List.of(5, 4), List.of(4), List.of());
  }

  @Test
  void no_handler_behind_one_that_catches_all_is_entered() {
    ControlFlowGraph graph =
        graph(
            code ->
                code.tryCatch("start", "end", "some", "java/lang/Error")
                    .tryCatch("start", "end", "all", null)
                    .tryCatch("start", "end", "never", "java/lang/Error")
                    .at("start")
                    .op(NOP)
                    .at("end")
                    .op(RETURN)
                    .at("some")
                    .pop()
                    .op(RETURN)
                    .at("all")
                    .pop()
                    .op(RETURN)
                    .at("never")
                    .pop()
                    .op(RETURN));

    assertThat(graph.blocks().get(0).handlers()).containsExactly(2, 3, 4);
    assertThat(graph.enteredHandlers(graph.blocks().get(0))).containsExactly(2, 3);
  }

  @Test
  void a_handler_may_cover_itself() {
    assertThat(
            handlers(
                code ->
                    code.tryCatch("handler", "end", "handler", null)
                        .pushNull()
                        .at("handler")
                        .pop()
                        .at("end")
                        .op(RETURN)))
        .containsExactly(List.of(), List.of(1), List.of());
  }
}
