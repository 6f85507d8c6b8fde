package dev.fermata.compiler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_STATIC;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.ManyResources;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What {@link FailureInFlightAnalysis} costs; its answers are tested by what woven closes do. */
class FailureInFlightAnalysisTest {
  private static MethodNode methodOf(Consumer<Code> body) {
    HandMadeClass made = HandMadeClass.named(Trial.CLASS);
    made.method(ACC_STATIC, "m", "()Ldev/fermata/Coroutine;", body);
    return Weaving.methodNamed(Weaving.treeOf(made.toBytes()), "m");
  }

  private static Set<MethodInsnNode> closesOf(MethodNode method) {
    Set<MethodInsnNode> closes = new HashSet<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && call.name.equals("close")) {
        closes.add(call);
      }
    }
    return closes;
  }

  private static long stepsOf(Consumer<Code> body) {
    MethodNode method = methodOf(body);
    return new FailureInFlightAnalysis(Trial.CLASS, method, closesOf(method)).steps();
  }

  private static int failuresOf(Consumer<Code> body) {
    MethodNode method = methodOf(body);
    return FailureInFlightAnalysis.run(Trial.CLASS, method, closesOf(method)).size();
  }

  /** Instructions, and each way into a handler: what is to be gone over once. */
  private static long sizeOf(Consumer<Code> body) {
    MethodNode method = methodOf(body);
    long size = 0;
    for (AbstractInsnNode node : method.instructions) {
      size += node.getOpcode() >= 0 ? 1 : 0;
    }
    for (ControlFlowGraph.Block block : new ControlFlowGraph(method).blocks()) {
      size += block.handlers().size() + block.successors().size();
    }
    return size;
  }

  private static void isGoneOverTwiceAtMost(Consumer<Code> body) {
    assertThat(stepsOf(body)).isPositive().isLessThanOrEqualTo(2 * sizeOf(body));
  }

  @Test
  void resources_in_a_row_take_steps_as_the_method_is_long() {
    isGoneOverTwiceAtMost(code -> ManyResources.inARow(code, 300));
    isGoneOverTwiceAtMost(code -> ManyResources.inARow(code, 1_000));
  }

  @Test
  void resources_in_variables_of_their_own_take_steps_as_the_method_is_long() {
    isGoneOverTwiceAtMost(code -> ManyResources.inARowWithVariables(code, 300));
    isGoneOverTwiceAtMost(code -> ManyResources.inARowWithVariables(code, 600));
  }

  @Test
  void nested_resources_take_steps_as_the_method_is_long() {
    isGoneOverTwiceAtMost(code -> ManyResources.nested(code, 40));
    isGoneOverTwiceAtMost(code -> ManyResources.nested(code, 120));
  }

  @Test
  void each_of_many_closes_at_a_failure_is_told_it() {
    assertThat(failuresOf(code -> ManyResources.inARow(code, 1_000))).isEqualTo(1_000);
    assertThat(failuresOf(code -> ManyResources.inARowWithVariables(code, 600))).isEqualTo(600);
    assertThat(failuresOf(code -> ManyResources.nested(code, 120))).isEqualTo(120);
  }
}
