package dev.fermata.compiler.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.spill.SpillPlan.Spill;
import dev.fermata.compiler.suspension.CollectSuspensionPoints;
import dev.fermata.compiler.suspension.Economy;
import dev.fermata.compiler.suspension.RecursiveCalls;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;

/** Tests of {@link PlanSpills}. */
class PlanSpillsTest {
  private static SpillPlan plan(int access, String parameters, Consumer<Code> body) {
    ClassNode owner =
        HandMadeClass.named("made/T")
            .async(access, "m", parameters + "Ldev/fermata/Coroutine;", body)
            .node();
    return PlanSpills.run(
        owner.name,
        owner.methods.get(0),
        CollectSuspensionPoints.run(
            owner,
            owner.methods.get(0),
            Map.of(),
            RecursiveCalls.run(owner, Map.of()),
            Economy.NONE));
  }

  private static SpillPlan plan(String parameters, Consumer<Code> body) {
    return plan(ACC_STATIC, parameters, body);
  }

  private static List<String> fields(SpillPlan plan) {
    return plan.fields().stream().map(field -> field.name() + " " + field.descriptor()).toList();
  }

  private static List<String> fieldsOf(List<SpilledValue> values) {
    return values.stream()
        .map(SpilledValue::field)
        .map(field -> field == null ? "none" : field.name())
        .toList();
  }

  @Test
  void a_method_without_an_await_keeps_nothing() {
    SpillPlan plan = plan("(I)", code -> code.iload(0).boxInt().returnCompleted());

    assertThat(plan.fields()).isEmpty();
    assertThat(plan.spills()).isEmpty();
  }

  @Test
  void nothing_is_kept_that_is_dead() {
    SpillPlan plan =
        plan("(IJLjava/lang/String;)", code -> code.await().log().aload(3).returnCompleted());

    assertThat(fields(plan)).containsExactly("r0 Ljava/lang/String;");
  }

  @Test
  void a_field_has_the_type_of_what_it_holds() {
    SpillPlan plan =
        plan(
            "(IJFD[[Ljava/lang/String;)",
            code -> {
              code.await().log().iload(0).logInt();
              code.lload(1).op(POP2).local(FLOAD, 3).pop().local(DLOAD, 4).op(POP2);
              code.aload(6).returnCompleted();
            });

    assertThat(fields(plan))
        .containsExactly("i0 I", "j0 J", "f0 F", "d0 D", "r0 [[Ljava/lang/String;");
  }

  @Test
  void values_of_one_type_that_are_never_live_together_share_a_field() {
    SpillPlan plan =
        plan(
            "()",
            code -> {
              code.push(1).istore(0).await().log().iload(0).logInt();
              code.push(2).istore(1).await().log().iload(1).logInt();
              code.push("end").returnCompleted();
            });

    assertThat(fields(plan)).containsExactly("i0 I");
  }

  @Test
  void values_that_are_live_together_have_fields_of_their_own() {
    SpillPlan plan =
        plan(
            "(II)",
            code -> {
              code.await().log().await().log();
              code.iload(0).iload(1).op(IADD).boxInt().returnCompleted();
            });

    assertThat(fields(plan)).containsExactly("i0 I", "i1 I");
  }

  @Test
  void values_of_two_classes_do_not_share_a_field() {
    SpillPlan plan =
        plan(
            "()",
            code -> {
              code.push("text").astore(0).await().log().aload(0).log();
              code.push(1).boxInt().astore(0).await().log().aload(0).log();
              code.push("end").returnCompleted();
            });

    assertThat(fields(plan)).containsExactly("r0 Ljava/lang/String;", "r1 Ljava/lang/Integer;");
  }

  @Test
  void a_variable_keeps_its_field_from_point_to_point() {
    SpillPlan plan =
        plan(
            "(II)",
            code -> {
              code.await().log(); // both are live
              code.iload(0).logInt().await().log(); // only the second is
              code.push(5).istore(0).await().log(); // both again
              code.iload(0).iload(1).op(IADD).boxInt().returnCompleted();
            });

    assertThat(fields(plan)).containsExactly("i0 I", "i1 I");
    assertThat(plan.spills().stream().map(Spill::locals).map(PlanSpillsTest::fieldsOf))
        .containsExactly(List.of("i0", "i1"), List.of("i1"), List.of("i0", "i1"));
  }

  @Test
  void null_has_no_field() {
    SpillPlan plan =
        plan(
            "()",
            code -> {
              code.pushNull().astore(0).pushNull().await().log().log();
              code.aload(0).returnCompleted();
            });

    assertThat(plan.fields()).isEmpty();
    assertThat(fieldsOf(plan.spills().get(0).locals())).containsExactly("none");
    assertThat(fieldsOf(plan.spills().get(0).operands())).containsExactly("none");
  }

  @Test
  void operands_are_kept_but_what_is_awaited_is_not() {
    SpillPlan plan =
        plan(
            "()",
            code -> {
              code.push(1).push(2L).push("text").await().log();
              code.log().boxLong().log().boxInt().returnCompleted();
            });

    assertThat(fields(plan)).containsExactly("i0 I", "j0 J", "r0 Ljava/lang/String;");
    assertThat(plan.spills().get(0).operands()).extracting(SpilledValue::slot).containsOnly(-1);
  }

  @Test
  void live_long_before_try_is_spilled_once() {
    SpillPlan plan =
        plan(
            "()",
            code -> {
              code.tryCatch("start", "end", "handler", null);
              code.push(1L).lstore(0);
              code.at("start").await().log().await().log().at("end");
              code.lload(0).boxLong().returnCompleted();
              code.at("handler").map(new Object[] {LONG}, new Object[] {"java/lang/Throwable"});
              code.log().lload(0).boxLong().returnCompleted();
            });

    assertThat(fields(plan)).containsExactly("j0 J");
    assertThat(plan.spills()).allSatisfy(s -> assertThat(s.locals()).hasSize(1));
  }

  @Test
  void the_receiver_is_kept_once_and_only_where_it_is_live() {
    SpillPlan plan =
        plan(
            0,
            "()",
            code -> {
              code.await().log().aload(0).log().await().log();
              code.push("end").returnCompleted();
            });

    assertThat(fields(plan)).containsExactly("r0 Lmade/T;");
    assertThat(plan.spills().get(0).locals()).hasSize(1);
    assertThat(plan.spills().get(1).locals()).isEmpty();
  }

  @Test
  void no_two_values_of_one_point_share_a_field() {
    SpillPlan plan =
        plan(
            "(II)",
            code -> {
              code.push(1).push(2).push(3).await().log();
              code.op(IADD, IADD).iload(0).op(IADD).await().log();
              code.iload(1).op(IADD).boxInt().returnCompleted();
            });

    for (Spill spill : plan.spills()) {
      assertThat(
              java.util.stream.Stream.concat(spill.operands().stream(), spill.locals().stream())
                  .map(SpilledValue::field)
                  .filter(Objects::nonNull))
          .doesNotHaveDuplicates();
    }
    assertThat(fields(plan)).containsExactly("i0 I", "i1 I", "i2 I", "i3 I", "i4 I");
  }

  private static List<List<String>> unchanged(SpillPlan plan) {
    return plan.spills().stream()
        .map(spill -> spill.unchanged().stream().map(FrameField::name).sorted().toList())
        .toList();
  }

  @Test
  void what_was_restored_and_not_changed_since_needs_no_store() {
    SpillPlan plan =
        plan(
            "(IJ)",
            code -> {
              code.await().log().await().log().increment(0, 1).await().log();
              code.iload(0).logInt().lload(1).boxLong().returnCompleted();
            });

    assertThat(unchanged(plan))
        .containsExactly(List.of("i0", "j0"), List.of("i0", "j0"), List.of("j0"));
  }

  @Test
  void what_one_path_changes_is_stored() {
    SpillPlan plan =
        plan(
            "(II)",
            code -> {
              code.await().log().iload(0).jump(IFEQ, "join").push(7).istore(1);
              code.at("join").await().log().iload(0).logInt().iload(1).boxInt().returnCompleted();
            });

    assertThat(unchanged(plan)).last().isEqualTo(List.of("i0"));
  }

  @Test
  void what_changes_in_a_loop_is_stored_and_the_rest_is_not() {
    SpillPlan plan =
        plan(
            "(II)",
            code ->
                code.at("loop")
                    .await()
                    .log()
                    .increment(0, -1)
                    .iload(1)
                    .logInt()
                    .iload(0)
                    .jump(IFNE, "loop")
                    .push("end")
                    .returnCompleted());

    assertThat(unchanged(plan)).containsExactly(List.of("i1"));
  }

  @Test
  void a_field_that_kept_another_variable_meanwhile_is_stored() {
    SpillPlan plan =
        plan(
            "(I)",
            code -> {
              code.at("loop").iload(0).await().log().logInt(); // an operand beside a dead variable
              code.push(1).istore(0).push(2).istore(1);
              code.await().log().iload(1).istore(0).goTo("loop");
            });

    assertThat(unchanged(plan)).allMatch(List::isEmpty);
  }
}
