package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests of what the class file's own stack maps say at an await. */
class StackMapsTest {
  private static byte[] declared(String parameters, Consumer<Code> body) {
    return Trial.of(parameters, body).toBytesAsDeclared();
  }

  private static Object[] of(Object... entries) {
    return entries;
  }

  @Test
  void a_local_is_merged_to_a_superclass() {
    for (int branch = 0; branch < 2; branch++) {
      Trial.expect(
          branch + 1,
          declared(
              "(I)",
              code -> {
                code.iload(0).jump(IFEQ, "other");
                code.push(2).boxInt().astore(1).goTo("join");
                code.at("other").map(INTEGER);
                code.push(1L).boxLong().astore(1);
                code.at("join").map(INTEGER, "java/lang/Number");
                code.await().log().aload(1);
                code.invokeVirtual("java/lang/Number", "intValue", "()I");
                code.boxInt().returnCompleted();
              }),
          branch);
    }
  }

  @Test
  void a_local_is_merged_to_an_interface() {
    for (int branch = 0; branch < 2; branch++) {
      Trial.expect(
          branch,
          declared(
              "(I)",
              code -> {
                code.iload(0).jump(IFEQ, "other");
                code.push("x").astore(1).goTo("join");
                code.at("other").map(INTEGER);
                code.newObject("java/lang/StringBuilder").dup();
                code.construct("java/lang/StringBuilder", "()V").astore(1);
                code.at("join").map(INTEGER, "java/lang/CharSequence");
                code.await().log().aload(1);
                code.out()
                    .visitMethodInsn(
                        INVOKEINTERFACE, "java/lang/CharSequence", "length", "()I", true);
                code.boxInt().returnCompleted();
              }),
          branch);
    }
  }

  @Test
  void arrays_of_floats_and_of_objects_are_merged_to_object() {
    for (int branch = 0; branch < 2; branch++) {
      Trial.expect(
          branch == 0 ? 4 : 3,
          declared(
              "(I)",
              code -> {
                code.iload(0).jump(IFEQ, "other");
                code.push(3).out().visitIntInsn(NEWARRAY, T_FLOAT);
                code.goTo("join");
                code.at("other").map(INTEGER);
                code.push(4).type(ANEWARRAY, "java/lang/String");
                code.at("join").map(of(INTEGER), of("java/lang/Object"));
                code.await().log();
                code.callStatic("java/lang/reflect/Array", "getLength", "(Ljava/lang/Object;)I");
                code.boxInt().returnCompleted();
              }),
          branch);
    }
  }

  @Test
  void arrays_are_merged_to_cloneable() {
    Trial.expect(
        "end",
        declared(
            "(I)",
            code -> {
              code.iload(0).jump(IFEQ, "other");
              code.push(3).out().visitIntInsn(NEWARRAY, T_FLOAT);
              code.goTo("join");
              code.at("other").map(INTEGER);
              code.push(4).type(ANEWARRAY, "[J");
              code.at("join").map(of(INTEGER), of("java/lang/Cloneable"));
              code.await().log().pop().push("end").returnCompleted();
            }),
        0);
  }

  @Test
  void a_class_that_nobody_can_find_is_kept_over_an_await() {
    Trial.expect(
        "none",
        declared(
            "(I)",
            code -> {
              code.pushNull().astore(1);
              code.at("loop").map(INTEGER, "not/there/Unknown");
              code.await().log().aload(1).log();
              code.increment(0, -1).iload(0).jump(IFGT, "loop");
              code.aload(1).pop().push("none").returnCompleted();
            }),
        2);
  }

  @Test
  void null_becomes_a_string_behind_the_await() {
    for (int branch = 0; branch < 2; branch++) {
      Trial.expect(
          branch == 0 ? "null" : "text",
          declared(
              "(I)",
              code -> {
                code.pushNull().astore(1).await().log();
                code.iload(0).jump(IFEQ, "join");
                code.push("text").astore(1);
                code.at("join").map(INTEGER, "java/lang/String");
                code.aload(1)
                    .callStatic(
                        "java/lang/String", "valueOf", "(Ljava/lang/Object;)Ljava/lang/String;");
                code.returnCompleted();
              }),
          branch);
    }
  }

  @Test
  void null_is_dereferenced_in_a_branch_that_never_runs() {
    Trial.expect(
        "calm",
        declared(
            "(I)",
            code -> {
              code.pushNull().astore(1).await().log();
              code.iload(0).jump(IFEQ, "calm");
              code.aload(1).invokeVirtual("java/lang/String", "length", "()I").logInt();
              code.at("calm").map(INTEGER).push("calm").returnCompleted();
            }),
        0);
  }

  @Test
  void a_slot_that_is_stale_on_one_path_is_never_read() {
    Trial.expect(
        "end",
        declared(
            "(I)",
            code -> {
              code.iload(0).jump(IFEQ, "join");
              code.push(1L).lstore(1).push("stale").astore(3);
              code.at("join").map(INTEGER);
              code.await().log().push(5).istore(2).await().log();
              code.iload(2).logInt().push("end").returnCompleted();
            }),
        1);
  }

  @Test
  void half_of_a_dead_long_is_overwritten_round_an_await() {
    Trial.expect(
        12,
        "()",
        code -> {
          code.push(9L).lstore(0).await().log();
          code.push(5).istore(1).await().log(); // kills the long in 0
          code.push(7).istore(0).await().log();
          code.iload(0).iload(1).op(IADD).boxInt().returnCompleted();
        });
  }

  @Test
  void a_stack_map_declares_dead_variables() {
    Trial.expect(
        "end",
        declared(
            "(I)",
            code -> {
              code.push(1L).lstore(1).push("dead").astore(3);
              code.at("loop").map(INTEGER, LONG, "java/lang/String");
              code.await().log(); // neither is read any more
              code.increment(0, -1).iload(0).jump(IFGT, "loop");
              code.push("end").returnCompleted();
            }),
        3);
  }

  @Test
  void a_body_that_starts_with_a_stack_map_at_offset_0_is_woven() {
    Trial.expect(
        "end",
        declared(
            "(I)",
            code -> {
              code.at("loop").map(INTEGER).await().log();
              code.increment(0, -1).iload(0).jump(IFGT, "loop");
              code.push("end").returnCompleted();
            }),
        2);
  }

  @Test
  void an_await_in_code_that_is_never_reached_is_woven() {
    Trial.expect(
        1,
        declared(
            "()",
            code -> {
              code.await().returnCompleted();
              code.map();
              code.await().log().push("dead").returnCompleted();
            }));
  }

  @Test
  void contradictory_stack_maps_are_the_class_files_fault() {
    byte[] contradictory =
        declared(
            "(I)",
            code -> {
              code.await().log().iload(0).jump(IFEQ, "join");
              code.at("join").map("java/lang/String"); // the parameter is an int
              code.aload(0).returnCompleted();
            });

    assertThat(Weaving.of(contradictory).codes()).containsExactly("FER-201");
    assertThat(Weaving.of(contradictory, dev.fermata.compiler.CompilerOptions.DEFAULT).codes())
        .containsExactly("FER-201");
  }

  @Test
  void a_missing_stack_map_is_the_class_files_fault() {
    byte[] missing =
        declared(
            "(I)",
            code -> {
              code.await().log().iload(0).jump(IFEQ, "join");
              code.push("one").returnCompleted();
              code.at("join").push("two").returnCompleted();
            });

    assertThat(Weaving.of(missing).codes()).containsExactly("FER-201");
  }

  @Test
  void a_broken_method_without_an_await_is_the_class_files_fault() {
    byte[] broken = declared("(I)", code -> code.aload(0).returnCompleted());

    assertThat(Weaving.of(broken).codes()).containsExactly("FER-201");
    assertThat(Weaving.of(broken, dev.fermata.compiler.CompilerOptions.DEFAULT).codes())
        .containsExactly("FER-201");
  }
}
