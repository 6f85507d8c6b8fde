package dev.fermata.compiler.bytecode;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Trial;
import org.junit.jupiter.api.Test;

/** Tests of awaits in loops of shapes that Java's grammar does not have. */
class LoopsTest {
  @Test
  void a_loop_header_has_operands_on_the_stack() {
    Trial.expect(
        100 + 7 + 6,
        "()",
        code -> {
          code.push(0).istore(0).push(0).istore(1);
          code.push(100).push(7L);
          code.at("loop").awaitInt().iload(1).op(IADD).istore(1);
          code.increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.op(L2I, IADD).iload(1).op(IADD).boxInt().returnCompleted();
        });
  }

  @Test
  void the_sum_itself_lies_on_the_stack_at_the_header() {
    Trial.expect(
        6L,
        "()",
        code -> {
          code.push(0).istore(0).push(0L);
          code.at("loop").awaitInt().op(I2L, LADD);
          code.increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.boxLong().returnCompleted();
        });
  }

  @Test
  void nested_loops_have_different_operands_at_their_headers() {
    Trial.expect(
        "text123456",
        "()",
        code -> {
          String concat = "(Ljava/lang/String;)Ljava/lang/String;";
          code.push(0).istore(0).push("text");
          code.at("outer").push(0).istore(1).push(5L);
          code.at("inner").await().astore(3);
          code.op(LCONST_1, LADD).lstore(4); // the long goes away and comes back
          code.aload(3)
              .callStatic("java/lang/String", "valueOf", "(Ljava/lang/Object;)Ljava/lang/String;");
          code.invokeVirtual("java/lang/String", "concat", concat).lload(4);
          code.increment(1, 1).iload(1).push(3).jump(IF_ICMPLT, "inner");
          code.boxLong().log();
          code.increment(0, 1).iload(0).push(2).jump(IF_ICMPLT, "outer");
          code.returnCompleted();
        });
  }

  @Test
  void the_same_slot_has_another_type_at_each_header() {
    Trial.expect(
        "6",
        "()",
        code -> {
          code.push(0).istore(0);
          code.push(0).istore(3);
          code.at("outer").push(0L).lstore(1);
          code.at("inner").awaitInt().op(I2L).lload(1).op(LADD).lstore(1);
          code.lload(1).push(2L).op(LCMP).jump(IFLT, "inner");
          code.lload(1).op(L2I).iload(3).op(IADD).istore(3);
          code.push("slot").astore(1).await().log().aload(1).log();
          code.increment(0, 1).iload(0).push(1).jump(IF_ICMPLT, "outer");
          code.push("6").astore(1).await().pop().aload(1).returnCompleted();
        });
  }

  @Test
  void a_body_starts_with_a_loop_header_at_offset_0_and_awaits_in_it() {
    Trial.expect(
        "end",
        "(I)",
        code -> {
          code.at("loop").await().log();
          code.increment(0, -1).iload(0).jump(IFGT, "loop");
          code.push("end").returnCompleted();
        },
        3);
  }

  @Test
  void a_body_starts_with_a_loop_header_at_offset_0_and_awaits_behind_it() {
    Trial.expect(
        4,
        "(I)",
        code -> {
          code.at("loop").increment(0, 2).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.await().pop().iload(0).boxInt().returnCompleted();
        },
        0);
  }

  @Test
  void a_body_without_an_await_starts_with_a_loop_header() {
    Trial.expect(
        4,
        "(I)",
        code -> {
          code.at("loop").increment(0, 2).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.iload(0).boxInt().returnCompleted();
        },
        0);
  }

  @Test
  void the_first_instruction_is_an_await_and_a_loop_header() {
    Trial.expect(
        3,
        "(Ljava/util/concurrent/CompletionStage;)",
        code -> {
          code.aload(0);
          code.at("loop").awaitTop().pop();
          code.awaitInt().dup().push(3).jump(IF_ICMPEQ, "end");
          code.pop().aload(0).goTo("loop");
          code.at("end").boxInt().returnCompleted();
        },
        java.util.concurrent.CompletableFuture.completedFuture("done"));
  }

  @Test
  void paths_merge_right_at_an_await_and_right_behind_it() {
    for (int branch = 0; branch < 3; branch++) {
      Trial.expect(
          branch == 0 ? "other" : 1,
          "(I)",
          code -> {
            String supply = "dev/fermata/compiler/fixture/Supply";
            String next = "()Ljava/util/concurrent/CompletableFuture;";
            code.iload(0).jump(IFEQ, "past");
            code.iload(0).push(1).jump(IF_ICMPEQ, "one");
            code.callStatic(supply, "next", next).goTo("await");
            code.at("one").callStatic(supply, "next", next);
            code.at("await").awaitTop().goTo("behind");
            code.at("past").push("other");
            code.at("behind").returnCompleted();
          },
          branch);
    }
  }

  @Test
  void an_await_ends_where_a_loop_begins() {
    Trial.expect(
        "1",
        "()",
        code -> {
          code.push(0).istore(0);
          code.await();
          // The awaited value is the operand of the header.
          code.at("loop").astore(1).aload(1).log().await().log();
          code.aload(1).increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.returnCompleted();
        });
  }

  @Test
  void a_header_is_shared_by_three_back_edges() {
    Trial.expect(
        "end",
        "()",
        code -> {
          code.push(0).istore(0);
          code.at("loop").awaitInt().istore(1).increment(0, 1);
          code.iload(1).push(1).jump(IF_ICMPEQ, "loop");
          code.await().pop().iload(1).push(3).jump(IF_ICMPEQ, "loop");
          code.iload(0).push(4).jump(IF_ICMPLT, "loop");
          code.push("end").returnCompleted();
        });
  }

  @Test
  void a_loop_with_two_entries_is_resumed_too() {
    for (int entry = 0; entry < 2; entry++) {
      Trial.expect(
          "end",
          "(I)",
          code -> {
            code.push(0).istore(1);
            code.iload(0).jump(IFEQ, "middle");
            code.at("top").await().log().increment(1, 1);
            code.at("middle").await().log().increment(1, 1);
            code.iload(1).push(5).jump(IF_ICMPLT, "top");
            code.push("end").returnCompleted();
          },
          entry);
    }
  }

  @Test
  void a_switch_jumps_back_to_two_headers() {
    Trial.expect(
        "end",
        "()",
        code -> {
          code.push(0).istore(0);
          code.at("outer").await().log();
          code.at("inner").await().log().increment(0, 1).iload(0);
          code.out()
              .visitTableSwitchInsn(
                  1,
                  4,
                  code.label("end"),
                  code.label("inner"),
                  code.label("outer"),
                  code.label("inner"),
                  code.label("outer"));
          code.at("end").push("end").returnCompleted();
        });
  }

  @Test
  void a_loop_never_ends_but_by_an_exception() {
    Trial.expect(
        "left",
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", "java/lang/RuntimeException");
          code.at("start");
          code.at("loop").awaitInt().push(3).jump(IF_ICMPNE, "loop");
          code.newObject("java/lang/RuntimeException").dup();
          code.construct("java/lang/RuntimeException", "()V").op(ATHROW);
          code.at("end");
          code.at("handler").pop().push("left").returnCompleted();
        });
  }
}
