package dev.fermata.compiler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

/** Tests of {@link TypeAnalysis}; a {@code nop} marks the place that is asked about. */
class TypeAnalysisTest {
  private static AnalysisFrame at(int access, String descriptor, Consumer<Code> body) {
    MethodNode method =
        HandMadeClass.named("made/T").method(access, "m", descriptor, body).node().methods.get(0);
    List<AnalysisFrame> found = new ArrayList<>();
    TypeAnalysis.walk(
        "made/T",
        method,
        (node, before) -> {
          if (node.getOpcode() == NOP) {
            found.add(before.copy());
          }
        });
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static String stack(Consumer<Code> body) {
    return at(ACC_STATIC, "(IJ[[ILjava/lang/String;)V", body).stack().toString();
  }

  private static Code end(Code code, int... pops) {
    return code.op(NOP).op(pops).op(RETURN);
  }

  @Test
  void a_method_starts_with_its_parameters() {
    AnalysisFrame frame = at(0, "(ZJ[[ID)V", code -> end(code));

    assertThat(frame.local(0)).isEqualTo(VerificationType.object("made/T"));
    assertThat(frame.local(0).isReceiver()).isTrue();
    assertThat(frame.local(1)).isEqualTo(VerificationType.INT);
    assertThat(frame.local(2)).isEqualTo(VerificationType.LONG);
    assertThat(frame.local(3)).isEqualTo(VerificationType.TOP);
    assertThat(frame.local(4)).isEqualTo(VerificationType.object("[[I"));
    assertThat(frame.local(5)).isEqualTo(VerificationType.DOUBLE);
    assertThat(frame.local(7)).isEqualTo(VerificationType.TOP);
  }

  @Test
  void the_receiver_is_known_behind_a_stack_map_unless_its_slot_is_written() {
    AnalysisFrame kept = at(0, "()V", code -> end(code.at("here").map("made/T")));
    AnalysisFrame written = at(0, "()V", code -> end(code.aload(0).astore(0).map("made/T")));

    assertThat(kept.local(0).isReceiver()).isTrue();
    assertThat(written.local(0).isReceiver()).isFalse();
  }

  @Test
  void small_ints_are_ints() {
    assertThat(stack(code -> end(code.push(1).op(I2B).push(2).op(I2C, I2S), POP2)))
        .isEqualTo("[int, int]");
  }

  @Test
  void null_is_a_type_of_its_own() {
    assertThat(stack(code -> end(code.pushNull(), POP))).isEqualTo("[null]");
  }

  @Test
  void an_object_is_uninitialised_until_its_constructor_was_called() {
    assertThat(stack(code -> end(code.newObject("a/B").dup(), POP2)))
        .isEqualTo("[uninitialized, uninitialized]");
    assertThat(stack(code -> end(code.newObject("a/B").dup().construct("a/B", "()V"), POP)))
        .isEqualTo("[a/B]");
  }

  @Test
  void every_copy_of_an_object_is_initialised_at_once() {
    AnalysisFrame frame =
        at(
            ACC_STATIC,
            "()V",
            code -> end(code.newObject("a/B").dup().dup().astore(3).construct("a/B", "()V"), POP));

    assertThat(frame.local(3)).isEqualTo(VerificationType.object("a/B"));
  }

  @Test
  void two_objects_of_one_class_are_told_apart() {
    assertThat(
            stack(code -> end(code.newObject("a/B").newObject("a/B").construct("a/B", "()V"), POP)))
        .isEqualTo("[uninitialized]");
  }

  @Test
  void an_element_has_the_type_of_the_array() {
    assertThat(stack(code -> end(code.aload(3).push(0).op(AALOAD), POP))).isEqualTo("[[I]");
    assertThat(stack(code -> end(code.aload(3).push(0).op(AALOAD).push(0).op(IALOAD), POP)))
        .isEqualTo("[int]");
  }

  @Test
  void an_element_of_null_is_null() {
    assertThat(stack(code -> end(code.pushNull().push(0).op(AALOAD), POP))).isEqualTo("[null]");
  }

  @Test
  void a_cast_gives_the_new_type_and_constants_have_theirs() {
    assertThat(stack(code -> end(code.aload(4).type(CHECKCAST, "a/B"), POP))).isEqualTo("[a/B]");
    assertThat(stack(code -> end(code.push(1.5f).push(2.5), POP2, POP)))
        .isEqualTo("[float, double]");
    assertThat(stack(code -> end(code.push(org.objectweb.asm.Type.getType("La/B;")), POP)))
        .isEqualTo("[java/lang/Class]");
  }

  @Test
  void wide_values_are_shuffled_whole() {
    assertThat(stack(code -> end(code.push(1L).push(2).op(DUP_X2), POP, POP2, POP)))
        .isEqualTo("[int, long, int]");
    assertThat(stack(code -> end(code.push(1).push(2L).op(DUP2_X1), POP2, POP, POP2)))
        .isEqualTo("[long, int, long]");
    assertThat(stack(code -> end(code.push(1.0).push(2L).op(DUP2_X2), POP2, POP2, POP2)))
        .isEqualTo("[long, double, long]");
  }

  @Test
  void a_store_kills_the_other_half_of_a_wide_value() {
    AnalysisFrame upper = at(ACC_STATIC, "(J)V", code -> end(code.push(1).istore(1)));
    AnalysisFrame lower = at(ACC_STATIC, "(IJ)V", code -> end(code.push(1L).lstore(0)));

    assertThat(upper.local(0)).isEqualTo(VerificationType.TOP);
    assertThat(upper.local(1)).isEqualTo(VerificationType.INT);
    assertThat(lower.local(0)).isEqualTo(VerificationType.LONG);
    assertThat(lower.local(1)).isEqualTo(VerificationType.TOP);
    assertThat(lower.local(2)).isEqualTo(VerificationType.TOP);
  }

  @Test
  void a_stack_map_is_believed() {
    AnalysisFrame frame =
        at(
            ACC_STATIC,
            "(I)V",
            code -> {
              code.goTo("here");
              code.at("here").map(new Object[] {TOP, LONG, NULL}, new Object[] {"a/B", DOUBLE});
              end(code, POP2, POP);
            });

    assertThat(frame.local(0)).isEqualTo(VerificationType.TOP);
    assertThat(frame.local(1)).isEqualTo(VerificationType.LONG);
    assertThat(frame.local(3)).isEqualTo(VerificationType.NULL);
    assertThat(frame.stack().toString()).isEqualTo("[a/B, double]");
  }

  @Test
  void code_that_is_never_reached_is_visited_too() {
    assertThat(at(ACC_STATIC, "()V", code -> end(code.op(RETURN).map(FLOAT))).local(0))
        .isEqualTo(VerificationType.FLOAT);
  }
}
