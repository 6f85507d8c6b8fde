package dev.fermata.compiler.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** What {@link HandlerAnalysis} finds and costs. Calls are used as marks. */
class HandlerAnalysisTest {
  private static MethodNode method(Consumer<Code> body) {
    return HandMadeClass.named("made/T")
        .method(ACC_STATIC, "m", "(I)V", body)
        .node()
        .methods
        .get(0);
  }

  private static Code mark(Code code, String name) {
    return code.callOwn(name, "()V");
  }

  private static Set<String> marksOfHandler(Consumer<Code> body) {
    MethodNode method = method(body);
    ControlFlowGraph graph = new ControlFlowGraph(method);
    HandlerAnalysis handlers = new HandlerAnalysis(graph);
    Block handler = graph.blockOf(method.tryCatchBlocks.get(0).handler);
    Set<String> marks = new TreeSet<>();
    handlers.onlyFrom(handler, Block::successors).stream()
        .mapToObj(index -> handlers.instructions(graph.blocks().get(index)))
        .flatMap(List::stream)
        .forEach(node -> add(node, marks));
    return marks;
  }

  private static void add(AbstractInsnNode node, Set<String> marks) {
    if (node instanceof MethodInsnNode call) {
      marks.add(call.name);
    }
  }

  @Test
  void a_handler_ends_where_the_body_goes_on() {
    assertThat(
            marksOfHandler(
                code -> {
                  mark(code.at("start"), "body").at("end").goTo("behind");
                  mark(code.at("handler").op(POP), "caught").iload(0).jump(IFEQ, "behind");
                  mark(code, "more");
                  mark(code.at("behind"), "behind").op(RETURN);
                  code.tryCatch("start", "end", "handler", null);
                }))
        .containsExactly("caught", "more");
  }

  @Test
  void what_stands_behind_a_body_that_never_ends_belongs_to_the_handler() {
    assertThat(
            marksOfHandler(
                code -> {
                  mark(code.at("start"), "body").op(RETURN).at("end");
                  mark(code.at("handler").op(POP), "caught");
                  mark(code, "behind").op(RETURN);
                  code.tryCatch("start", "end", "handler", null);
                }))
        .containsExactly("behind", "caught");
  }

  private static List<Boolean> passOnAll(Consumer<Code> body) {
    MethodNode method = method(body);
    HandlerAnalysis handlers = new HandlerAnalysis(new ControlFlowGraph(method));
    return method.tryCatchBlocks.stream().map(handlers::passesOnAll).toList();
  }

  @Test
  void a_handler_passes_on_all_if_it_catches_all_and_never_returns() {
    assertThat(
            passOnAll(
                code -> {
                  mark(code.at("start"), "body").at("end").op(RETURN);
                  code.at("throws").op(ATHROW);
                  code.at("returns").op(POP).goTo("return").at("return").op(RETURN);
                  code.tryCatch("start", "end", "throws", "java/lang/Throwable");
                  code.tryCatch("start", "end", "returns", "java/lang/Throwable");
                  code.tryCatch("start", "end", "throws", "java/lang/Error");
                }))
        .containsExactly(true, false, false);
  }

  /** The steps for all handlers of so many tries in a row. */
  private static long steps(int count) {
    MethodNode method =
        method(
            code -> {
              for (int i = 0; i < count; i++) {
                mark(code.at("start" + i), "body").at("end" + i).goTo("behind" + i);
                mark(code.at("handler" + i).op(POP), "caught").at("behind" + i);
                code.tryCatch("start" + i, "end" + i, "handler" + i, "java/lang/Throwable");
              }
              code.op(RETURN);
            });
    ControlFlowGraph graph = new ControlFlowGraph(method);
    HandlerAnalysis handlers = new HandlerAnalysis(graph);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      assertThat(handlers.passesOnAll(block)).isFalse();
      assertThat(handlers.onlyFrom(graph.blockOf(block.handler), Block::successors).cardinality())
          .isEqualTo(1);
    }
    return handlers.steps();
  }

  @Test
  void many_handlers_take_steps_as_the_method_is_long() {
    assertThat(steps(1_000)).isPositive().isLessThanOrEqualTo(10 * steps(100));
  }
}
