package dev.fermata.compiler.bytecode;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of objects that stand uninitialised at an await. */
class UninitializedObjectsTest {
  private static final String BUILDER = "java/lang/StringBuilder";
  private static final String APPEND = "(Ljava/lang/String;)Ljava/lang/StringBuilder;";

  private static void makeBuilder(Code code) {
    code.construct(BUILDER, "(I)V");
  }

  /** Appends to the builder on top of the stack, and takes it off. */
  private static void append(Code code, String text) {
    code.push(text).invokeVirtual(BUILDER, "append", APPEND).pop();
  }

  private static void returnString(Code code) {
    code.invokeVirtual(BUILDER, "toString", "()Ljava/lang/String;").returnCompleted();
  }

  @Test
  void an_object_without_a_copy_is_made_and_dropped() {
    Trial.expect(
        "done",
        "()",
        code -> {
          makeBuilder(code.newObject(BUILDER).awaitInt());
          code.push("done").returnCompleted();
        });
  }

  @Test
  void an_object_that_is_never_initialised_is_dropped() {
    Trial.expect(1, "()", code -> code.newObject(BUILDER).await().swap().pop().returnCompleted());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void copies_on_the_stack_are_all_the_one_object(int copies) {
    Trial.expect(
        "x".repeat(copies - 2),
        "()",
        code -> {
          code.newObject(BUILDER);
          for (int i = 1; i < copies; i++) {
            code.dup();
          }
          makeBuilder(code.awaitInt());
          code.astore(0);
          for (int i = 2; i < copies; i++) {
            append(code, "x");
          }
          returnString(code.aload(0));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 11})
  void copies_on_the_stack_and_in_locals_have_ints_and_longs_between(int copies) {
    Trial.expect(
        "xy".repeat(copies - 1),
        "()",
        code -> {
          code.newObject(BUILDER).astore(0);
          for (int i = 0; i < copies; i++) {
            // Locals: copy, int, copy, long; operands: int, copy, long, ...
            code.aload(0).astore(1 + 5 * i);
            code.push(10 + i).istore(2 + 5 * i);
            code.push(100L + i).lstore(3 + 5 * i);
            code.push(i).aload(0).push(1000L + i);
          }
          code.aload(0);
          makeBuilder(code.awaitInt());
          for (int i = copies - 1; i >= 0; i--) {
            code.boxLong().log();
            if (i == 0) {
              code.pop();
            } else {
              append(code, "x");
              append(code.aload(1 + 5 * i), "y");
            }
            code.logInt();
            code.iload(2 + 5 * i).logInt();
            code.lload(3 + 5 * i).boxLong().log();
          }
          returnString(code.aload(0));
        });
  }

  @Test
  void copies_of_two_objects_alternate() {
    Trial.expect(
        "ab",
        "()",
        code -> {
          code.newObject(BUILDER).astore(0).newObject(BUILDER).astore(1);
          code.aload(0).aload(1).aload(0).aload(1);
          makeBuilder(code.awaitInt()); // the second
          append(code.aload(1), "b");
          code.pop(); // a copy of the first
          code.aload(0);
          makeBuilder(code.awaitInt().pop().awaitInt()); // the first, the second is an operand
          append(code.aload(0), "a");
          code.astore(2);
          code.aload(2).push(1).op(POP2);
          code.aload(1).invokeVirtual(BUILDER, "toString", "()Ljava/lang/String;").astore(3);
          code.aload(0).aload(3).invokeVirtual(BUILDER, "append", APPEND);
          code.astore(2).pop();
          returnString(code.aload(2));
        });
  }

  @Test
  void wide_arguments_stand_above_the_object() {
    String uuid = "java/util/UUID";
    Trial.expect(
        "00000000-0000-0005-0000-000000000001",
        "()",
        code ->
            code.newObject(uuid)
                .dup()
                .push(5L)
                .awaitInt()
                .op(I2L)
                .construct(uuid, "(JJ)V")
                .returnCompleted());
  }

  @Test
  void only_one_branch_of_an_argument_awaits() {
    for (int branch = 0; branch < 2; branch++) {
      Trial.expect(
          branch == 0 ? "" : "7",
          "(I)",
          code -> {
            code.newObject(BUILDER).dup();
            code.iload(0).jump(IFEQ, "no");
            code.await().pop().push("7").goTo("join");
            code.at("no").push("").at("join");
            code.construct(BUILDER, "(Ljava/lang/String;)V");
            returnString(code);
          },
          branch);
    }
  }

  @Test
  void each_branch_calls_a_constructor_of_its_own() {
    for (int branch = 0; branch < 2; branch++) {
      Trial.expect(
          branch == 0 ? "" : "text",
          "(I)",
          code -> {
            code.newObject(BUILDER).dup().await().pop();
            code.iload(0).jump(IFEQ, "no");
            code.push("text").construct(BUILDER, "(Ljava/lang/String;)V").goTo("join");
            code.at("no").construct(BUILDER, "()V").at("join");
            returnString(code);
          },
          branch);
    }
  }

  @Test
  void an_uninitialised_local_is_live_into_a_handler() {
    Trial.expect(
        "calm",
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", "java/lang/RuntimeException");
          code.newObject(BUILDER).astore(0);
          code.at("start").await().pop().at("end");
          code.aload(0).push("calm").construct(BUILDER, "(Ljava/lang/String;)V").goTo("join");
          code.at("handler").pop();
          code.aload(0).push("caught").construct(BUILDER, "(Ljava/lang/String;)V");
          code.at("join");
          returnString(code.aload(0));
        });
  }

  @Test
  void a_loop_awaits_above_uninitialised_operands() {
    Trial.expect(
        "6",
        "()",
        code -> {
          code.push(0).istore(0).push(0).istore(1);
          code.newObject(BUILDER).dup();
          code.at("loop").awaitInt().iload(1).op(IADD).istore(1);
          code.increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.iload(1).callStatic("java/lang/String", "valueOf", "(I)Ljava/lang/String;");
          code.construct(BUILDER, "(Ljava/lang/String;)V");
          returnString(code);
        });
  }

  @Test
  void an_object_is_made_in_every_turn_of_a_loop() {
    Trial.expect(
        "123",
        "()",
        code -> {
          code.newObject(BUILDER).dup().construct(BUILDER, "()V").astore(1);
          code.push(0).istore(0);
          code.at("loop");
          code.newObject("java/lang/Integer").dup().astore(2);
          code.aload(2).awaitInt().construct("java/lang/Integer", "(I)V").astore(3);
          code.aload(1).aload(2);
          code.invokeVirtual("java/lang/Integer", "toString", "()Ljava/lang/String;");
          code.invokeVirtual(BUILDER, "append", APPEND).pop();
          code.increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          returnString(code.aload(1));
        });
  }
}
