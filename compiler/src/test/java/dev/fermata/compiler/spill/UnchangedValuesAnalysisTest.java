package dev.fermata.compiler.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_STATIC;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.ManyResources;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.suspension.CollectSuspensionPoints;
import dev.fermata.compiler.suspension.Economy;
import dev.fermata.compiler.suspension.RecursiveCalls;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What {@link UnchangedValuesAnalysis} costs; what it finds is tested by the plans made of it. */
class UnchangedValuesAnalysisTest {
  private static long steps(Consumer<Code> body) {
    HandMadeClass made = HandMadeClass.named(Trial.CLASS);
    made.async(ACC_STATIC, "m", "()Ldev/fermata/Coroutine;", body);
    ClassNode owner = Weaving.treeOf(made.toBytes());
    MethodNode method = Weaving.methodNamed(owner, "m");
    SpillPlan plan =
        PlanSpills.run(
            owner.name,
            method,
            CollectSuspensionPoints.run(
                owner, method, Map.of(), RecursiveCalls.run(owner, Map.of()), Economy.NONE));
    return new UnchangedValuesAnalysis(method, new ControlFlowGraph(method), plan.spills()).steps();
  }

  @Test
  void nested_resources_take_steps_as_the_method_is_long() {
    assertThat(steps(code -> ManyResources.nested(code, 200)))
        .isPositive()
        .isLessThanOrEqualTo(5 * steps(code -> ManyResources.nested(code, 50)));
  }

  @Test
  void awaits_in_a_row_take_steps_as_the_method_is_long() {
    assertThat(steps(code -> ManyResources.inARow(code, 1_000)))
        .isPositive()
        .isLessThanOrEqualTo(11 * steps(code -> ManyResources.inARow(code, 100)));
  }
}
