package dev.fermata.compiler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.IFNULL;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.ManyResources;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What {@link FailureInFlightAnalysis} finds and costs. Slot 1 has the resource; what compilers
 * write is tested by what woven closes do.
 */
class FailureInFlightAnalysisTest {
  private static final String RESOURCE = "dev/fermata/compiler/fixture/Resource";
  private static final String THROWABLE = "java/lang/Throwable";

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

  // Which variable, in code order of the closes; -1 for none

  private static List<Integer> slotsOf(Consumer<Code> body) {
    MethodNode method = methodOf(body);
    Set<MethodInsnNode> closes = closesOf(method);
    Map<MethodInsnNode, FailureInFlight> failures =
        FailureInFlightAnalysis.run(Trial.CLASS, method, closes);
    List<Integer> slots = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && closes.contains(call)) {
        slots.add(failures.containsKey(call) ? failures.get(call).slot() : -1);
      }
    }
    return slots;
  }

  private static Code open(Code code) {
    code.push("r").callStatic(RESOURCE, "open", "(Ljava/lang/String;)L" + RESOURCE + ";");
    return code.astore(1);
  }

  private static Code close(Code code) {
    return code.aload(1).invokeVirtual(RESOURCE, "close", "()V");
  }

  private static Code work(Code code) {
    return code.push("work").log();
  }

  private static Code made(Code code) {
    return code.pushNull()
        .callStatic(RESOURCE, "see", "(Ljava/lang/Throwable;)L" + THROWABLE + ";");
  }

  private static void end(Code code) {
    code.push("end").returnCompleted();
  }

  /** The body catches in variable 5, or has null there. */
  private static Code bodyThatCatches(Code code) {
    code.tryCatch("start", "end", "inner", THROWABLE);
    code.tryCatch("start", "bodyEnd", "handler", THROWABLE);
    open(code.pushNull().astore(5));
    work(code.at("start")).at("end").goTo("on").at("inner").astore(5);
    return work(code.at("on")).at("bodyEnd");
  }

  @Test
  void what_a_body_has_caught_is_over_where_it_ends() {
    assertThat(
            slotsOf(
                code -> {
                  close(bodyThatCatches(code)).aload(5).log();
                  end(code);
                  close(code.at("handler").astore(2)).aload(2).op(ATHROW);
                }))
        .containsExactly(-1, 2);
  }

  @Test
  void a_handler_that_closes_another_resource_makes_no_body() {
    assertThat(
            slotsOf(
                code -> {
                  close(bodyThatCatches(code)).aload(5).log();
                  end(code);
                  close(open(code.at("handler").astore(2))).aload(2).op(ATHROW);
                }))
        .containsExactly(5, -1);
  }

  @Test
  void a_variable_that_is_null_only_is_no_failure() {
    assertThat(
            slotsOf(
                code -> {
                  code.tryCatch("start", "end", "handler", THROWABLE);
                  open(code.pushNull().astore(5));
                  close(work(code.at("start")).at("end")).aload(5).log();
                  end(code);
                  code.at("handler").op(ATHROW);
                }))
        .containsExactly(-1);
  }

  @Test
  void what_a_body_has_caught_is_in_flight_behind_the_handler_of_its_failure() {
    assertThat(
            slotsOf(
                code -> {
                  code.tryCatch("handler", "handled", "last", THROWABLE);
                  end(bodyThatCatches(code));
                  close(code.at("handler").astore(2)).aload(2).op(ATHROW);
                  close(code.at("handled").at("last").astore(3)).aload(5).log();
                  end(code);
                }))
        .containsExactly(2, 5);
  }

  @Test
  void a_handler_that_covers_itself_ends_no_body_of_what_it_catches() {
    assertThat(
            slotsOf(
                code -> {
                  code.tryCatch("start", "end", "handler", THROWABLE);
                  code.tryCatch("handler", "stored", "handler", THROWABLE);
                  code.tryCatch("stored", "handled", "last", THROWABLE);
                  end(work(open(code).at("start")).at("end"));
                  work(code.at("handler").astore(2).at("stored")).at("handled");
                  close(code).aload(2).op(ATHROW);
                  close(code.at("last").astore(3)).aload(2).log();
                  end(code);
                }))
        .containsExactly(-1, 2);
  }

  /** Two exceptions, in 2 and then in 3, are caught while the resource is open. */
  private static Code twoCaught(Code code) {
    code.tryCatch("start", "end", "first", THROWABLE);
    code.tryCatch("again", "againEnd", "second", THROWABLE);
    end(work(open(code).at("start")).at("end"));
    end(work(code.at("first").astore(2).at("again")).at("againEnd"));
    return close(code.at("second").astore(3));
  }

  @Test
  void of_two_exceptions_that_of_the_last_handler_is_taken() {
    assertThat(
            slotsOf(
                code -> {
                  twoCaught(code).aload(2).log().aload(3).log();
                  end(code);
                }))
        .containsExactly(3);
  }

  @Test
  void of_two_exceptions_the_one_that_is_thrown_is_taken() {
    assertThat(
            slotsOf(
                code ->
                    twoCaught(code).aload(3).jump(IFNULL, "throw").at("throw").aload(2).op(ATHROW)))
        .containsExactly(2);
  }

  @Test
  void an_exception_that_nobody_reads_any_more_is_not_taken() {
    assertThat(
            slotsOf(
                code -> {
                  twoCaught(code).aload(2).log();
                  end(code);
                }))
        .containsExactly(2);
  }

  @Test
  void an_operand_that_may_be_an_exception_of_elsewhere_is_no_failure() {
    assertThat(
            slotsOf(
                code -> {
                  code.tryCatch("start", "end", "handler", THROWABLE);
                  end(work(open(code).at("start")).at("end"));
                  code.at("handler").astore(2).aload(1).jump(IFNULL, "other");
                  code.aload(2).goTo("join");
                  made(code.at("other")).at("join").astore(4);
                  close(code).aload(4).op(ATHROW);
                }))
        .containsExactly(-1);
  }

  @Test
  void one_of_two_exceptions_that_was_caught_too_early_is_enough() {
    assertThat(
            slotsOf(
                code -> {
                  code.tryCatch("early", "earlyEnd", "before", THROWABLE);
                  code.tryCatch("start", "end", "handler", THROWABLE);
                  work(code.pushNull().astore(2).at("early")).at("earlyEnd").goTo("open");
                  open(code.at("before").astore(2).at("open"));
                  work(code.at("start")).at("end").goTo("close").at("handler").astore(2);
                  close(code.at("close")).aload(2).log();
                  end(code);
                }))
        .containsExactly(-1);
  }

  @Test
  void a_handler_sees_what_is_stored_in_the_middle_of_its_range() {
    assertThat(
            slotsOf(
                code -> {
                  code.tryCatch("start", "end", "handler", THROWABLE);
                  code.tryCatch("again", "againEnd", "last", THROWABLE);
                  end(work(open(code).at("start")).at("end"));
                  made(work(code.at("handler").astore(5).at("again"))).astore(5);
                  end(work(code).at("againEnd"));
                  close(code.at("last").astore(6)).aload(5).log();
                  end(code);
                }))
        .containsExactly(-1);
  }
}
