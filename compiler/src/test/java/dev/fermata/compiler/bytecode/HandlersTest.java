package dev.fermata.compiler.bytecode;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Trial;
import org.junit.jupiter.api.Test;

/** Tests of exception tables that javac does not write. */
class HandlersTest {
  private static final String ANY_FAILURE = "java/lang/RuntimeException";
  private static final String FAILURE = "dev/fermata/compiler/fixture/HandMadeException";

  private static Code raise(Code code) {
    return code.newObject(ANY_FAILURE).dup().construct(ANY_FAILURE, "()V").op(ATHROW);
  }

  @Test
  void a_handler_is_a_loop_header() {
    Trial.expect(
        "left",
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.tryCatch("handler", "handled", "handler", ANY_FAILURE);
          raise(code.at("start").await().log()).at("end");
          code.at("handler").pop().awaitInt().push(4).jump(IF_ICMPGE, "out");
          raise(code).at("handled");
          code.at("out").push("left").returnCompleted();
        });
  }

  @Test
  void a_handler_is_a_loop_header_and_keeps_its_exception() {
    Trial.expect(
        "left",
        "()",
        code -> {
          code.push(0).istore(0);
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.tryCatch("handler", "handled", "handler", ANY_FAILURE);
          raise(code.at("start").await().log()).at("end");
          code.at("handler").increment(0, 1); // the exception stays on the stack
          code.await().log().iload(0).push(3).jump(IF_ICMPGE, "out").op(ATHROW);
          code.at("handled");
          code.at("out").invokeVirtual("java/lang/Throwable", "getMessage", "()Ljava/lang/String;");
          code.log().push("left").returnCompleted();
        });
  }

  @Test
  void overlapping_ranges_are_tried_in_the_order_of_the_table() {
    for (boolean reversed : new boolean[] {false, true}) {
      Trial.expect(
          "calm",
          "()",
          code -> {
            if (reversed) {
              code.tryCatch("two", "four", "general", ANY_FAILURE);
              code.tryCatch("one", "three", "special", FAILURE);
            } else {
              code.tryCatch("one", "three", "special", FAILURE);
              code.tryCatch("two", "four", "general", ANY_FAILURE);
            }
            code.push(0).istore(0);
            code.at("one").await().log().push(1).istore(0);
            code.at("two").await().log().push(2).istore(0);
            code.at("three").await().log().push(3).istore(0);
            code.at("four").await().log();
            code.push("calm").returnCompleted();
            code.at("special").pop().iload(0).logInt();
            code.await().log().push("special").returnCompleted();
            code.at("general").pop().iload(0).logInt();
            code.await().log().push("general").returnCompleted();
          });
    }
  }

  @Test
  void a_handler_covers_itself() {
    Trial.expect(
        "calm",
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", null);
          code.tryCatch("handler", "handled", "handler", null);
          code.push(0).istore(0);
          code.at("start").await().log().at("end");
          code.push("calm").returnCompleted();
          code.at("handler").astore(1).increment(0, 1);
          code.iload(0).push(3).jump(IF_ICMPGE, "handled");
          code.await().log().aload(1).op(ATHROW);
          code.at("handled");
          code.aload(1).op(ATHROW);
        });
  }

  @Test
  void a_handler_stands_before_the_range_that_it_covers() {
    Trial.expect(
        1,
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.goTo("start");
          code.at("handler").pop().await().returnCompleted();
          code.at("start").await().at("end").returnCompleted();
        });
  }

  @Test
  void a_range_holds_nothing_but_the_await() {
    Trial.expect(
        1,
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.callStatic(
              "dev/fermata/compiler/fixture/Supply",
              "next",
              "()Ljava/util/concurrent/CompletableFuture;");
          code.at("start").awaitTop().at("end").returnCompleted();
          code.at("handler").returnCompleted();
        });
  }

  @Test
  void a_handler_is_also_entered_by_a_jump() {
    Trial.expect(
        "jumped",
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.at("start").await().log().at("end");
          code.newObject(ANY_FAILURE).dup().push("jumped");
          code.construct(ANY_FAILURE, "(Ljava/lang/String;)V");
          code.at("handler").astore(0).await().log().aload(0);
          code.invokeVirtual("java/lang/Throwable", "getMessage", "()Ljava/lang/String;");
          code.returnCompleted();
        });
  }

  @Test
  void null_in_a_local_is_live_into_a_handler() {
    Trial.expect(
        "calm",
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.pushNull().astore(0);
          code.at("start").await().log().push("set").astore(0).await().log().at("end");
          code.push("calm").returnCompleted();
          code.at("handler").pop().aload(0).log().await().log();
          code.aload(0).returnCompleted();
        });
  }

  @Test
  void null_on_the_stack_at_a_suspension_is_dropped_by_a_handler() {
    Trial.expect(
        "[null]",
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.pushNull();
          code.at("start").await().log().at("end");
          code.callStatic(
              "java/util/Collections", "singletonList", "(Ljava/lang/Object;)Ljava/util/List;");
          code.returnCompleted();
          code.at("handler").await().log().returnCompleted();
        });
  }

  @Test
  void a_handler_in_a_loop_goes_on_with_the_loop() {
    Trial.expect(
        6,
        "()",
        code -> {
          code.push(0).istore(0).push(0).istore(1);
          code.tryCatch("start", "end", "handler", ANY_FAILURE);
          code.at("loop");
          code.at("start").awaitInt().iload(1).op(IADD).istore(1).at("end");
          code.at("next").increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.iload(1).boxInt().returnCompleted();
          code.at("handler").pop().awaitInt().iload(1).op(IADD).istore(1).goTo("next");
        });
  }

  @Test
  void the_outer_of_two_equal_ranges_is_the_later_one() {
    Trial.expect(
        1,
        "()",
        code -> {
          code.tryCatch("start", "end", "inner", FAILURE);
          code.tryCatch("start", "end", "outer", null);
          code.tryCatch("inner", "outer", "outer", null);
          code.at("start").await().at("end").returnCompleted();
          code.at("inner").log().await().returnCompleted();
          code.at("outer").log().push("outer").returnCompleted();
        });
  }
}
