package dev.fermata.compiler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.ManyResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What {@link ValueOrigins} finds and costs. What is asked for goes to a call of {@code use}. */
class ValueOriginsTest {
  private static MethodNode method(Consumer<Code> body) {
    MethodNode method =
        HandMadeClass.named("made/T").method(ACC_STATIC, "m", "(IJ)V", body).node().methods.get(0);
    method.maxLocals = 10;
    method.maxStack = 10;
    return method;
  }

  private static ValueOrigins analyze(MethodNode method) {
    return ValueOrigins.analyze("made/T", method, new ControlFlowGraph(method));
  }

  private static List<MethodInsnNode> calls(MethodNode method, String name) {
    List<MethodInsnNode> calls = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && call.name.equals(name)) {
        calls.add(call);
      }
    }
    return calls;
  }

  /** Where the operand of the only use comes from, in words. */
  private static Set<String> used(Consumer<Code> body) {
    MethodNode method = method(body);
    ValueOrigins origins = analyze(method);
    Set<String> words = new TreeSet<>();
    for (AbstractInsnNode origin : origins.of(origins.operands(calls(method, "use").get(0), 1))) {
      words.add(
          origin instanceof MethodInsnNode call
              ? call.name
              : origin instanceof VarInsnNode load
                  ? "parameter " + load.var
                  : origin instanceof LabelNode ? "caught" : "opcode " + origin.getOpcode());
    }
    return words;
  }

  private static Code make(Code code, String name) {
    return code.callOwn(name, "()Ljava/lang/Object;");
  }

  private static Code use(Code code) {
    return code.callOwn("use", "(Ljava/lang/Object;)V");
  }

  @Test
  void a_value_is_known_through_variables_and_casts() {
    assertThat(
            used(
                code ->
                    use(make(code, "a").astore(4).aload(4).type(CHECKCAST, "made/T")).op(RETURN)))
        .containsExactly("a");
  }

  @Test
  void a_variable_has_the_values_of_all_paths() {
    assertThat(
            used(
                code -> {
                  make(code, "a").astore(4).iload(0).jump(IFEQ, "join");
                  make(code, "b").astore(4);
                  use(code.at("join").aload(4)).op(RETURN);
                }))
        .containsExactly("a", "b");
  }

  @Test
  void an_operand_has_the_values_of_all_paths() {
    assertThat(
            used(
                code -> {
                  code.iload(0).jump(IFEQ, "other");
                  make(code, "a").goTo("join");
                  make(code.at("other"), "b");
                  use(code.at("join")).op(RETURN);
                }))
        .containsExactly("a", "b");
  }

  @Test
  void a_loop_brings_back_what_it_stores() {
    assertThat(
            used(
                code -> {
                  make(code, "a").astore(4);
                  use(code.at("loop").aload(4));
                  make(code, "b").astore(4).iload(0).jump(IFEQ, "loop").op(RETURN);
                }))
        .containsExactly("a", "b");
  }

  @Test
  void a_handler_gets_every_value_but_the_one_that_is_stored_last() {
    assertThat(
            used(
                code -> {
                  make(code, "a").astore(4);
                  make(code.at("start"), "b").astore(4);
                  make(code, "c").astore(4);
                  code.at("end").op(RETURN);
                  use(code.at("handler").op(POP).aload(4)).op(RETURN);
                  code.tryCatch("start", "end", "handler", null);
                }))
        .containsExactly("a", "b");
  }

  @Test
  void a_caught_exception_comes_from_its_handler() {
    assertThat(
            used(
                code -> {
                  make(code.at("start"), "a").op(POP).at("end").op(RETURN);
                  use(code.at("handler")).op(RETURN);
                  code.tryCatch("start", "end", "handler", null);
                }))
        .containsExactly("caught");
  }

  @Test
  void a_parameter_comes_from_no_instruction_of_the_method() {
    assertThat(used(code -> use(code.lload(1).callOwn("box", "(J)Ljava/lang/Object;")).op(RETURN)))
        .containsExactly("box");
    assertThat(used(code -> code.iload(0).callOwn("use", "(I)V").op(RETURN)))
        .containsExactly("parameter 0");
  }

  @Test
  void what_is_never_reached_has_no_operands() {
    MethodNode method = method(code -> use(code.op(RETURN).op(ACONST_NULL)).op(RETURN));
    AbstractInsnNode use = calls(method, "use").get(0);

    assertThat(analyze(method).isReached(use)).isFalse();
    assertThat(analyze(method).operands(use, 1)).isEmpty();
  }

  @Test
  void a_method_that_lacks_operands_is_broken() {
    MethodNode pops = method(code -> code.op(POP, RETURN));
    MethodNode joins =
        method(code -> code.iload(0).jump(IFEQ, "j").op(ACONST_NULL).at("j").op(RETURN));
    MethodNode ends = method(code -> code.op(NOP));

    assertThatThrownBy(() -> analyze(pops)).isInstanceOf(TypeCheckException.class);
    assertThatThrownBy(() -> analyze(joins)).isInstanceOf(TypeCheckException.class);
    assertThatThrownBy(() -> analyze(ends)).isInstanceOf(TypeCheckException.class);
  }

  /** The steps for all uses together, in a method with so many conditional stores. */
  private static long steps(int count) {
    MethodNode method =
        method(
            code -> {
              make(code, "a").astore(4);
              for (int i = 0; i < count; i++) {
                code.iload(0).jump(IFEQ, "skip" + i);
                make(code, "a").astore(4);
                use(code.at("skip" + i).aload(4));
              }
              code.op(RETURN);
            });
    ValueOrigins origins = analyze(method);
    List<OriginValue> all = new ArrayList<>();
    calls(method, "use").forEach(use -> all.addAll(origins.operands(use, 1)));
    assertThat(origins.of(all)).hasSize(count + 1);
    return origins.steps();
  }

  @Test
  void many_joins_take_steps_as_the_method_is_long() {
    assertThat(steps(1_000)).isPositive().isLessThanOrEqualTo(10 * steps(100));
  }

  /** The steps to tell where the resource of the outermost of so many statements comes from. */
  private static long stepsOfNested(int depth) {
    MethodNode method = method(code -> ManyResources.nested(code, depth));
    ValueOrigins origins = analyze(method);
    List<OriginValue> all = new ArrayList<>();
    calls(method, "close").forEach(close -> all.addAll(origins.operands(close, 1)));
    assertThat(origins.of(all)).hasSize(depth);
    return origins.steps();
  }

  /** The way back of each variable leads through all statements inside of its own. */
  @Test
  void nested_resources_take_steps_as_their_bodies_are_long_together() {
    assertThat(stepsOfNested(200)).isPositive().isLessThanOrEqualTo(16 * stepsOfNested(50));
  }
}
