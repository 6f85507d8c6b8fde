package dev.fermata.compiler.bytecode;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of values that lie on the operand stack below an await. */
class OperandsTest {
  @Test
  void a_wide_value_is_copied_below_another_before_the_await() {
    Trial.expect(
        "[3, 2, 3, 1]",
        "()",
        code -> {
          code.push(2L).push(3L).op(DUP2_X2).await().log();
          code.boxLong().astore(0).boxLong().astore(2).boxLong().astore(4);
          listOf(code, 0, 2, 4);
          code.push(1).boxInt().astore(6);
          code.pop();
          listOf(code, 0, 2, 4, 6);
          code.returnCompleted();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {DUP2_X1, DUP2_X2, DUP_X2, DUP2, DUP_X1, SWAP})
  void values_are_shuffled_round_an_await(int shuffle) {
    Trial.expect(
        sum(shuffle),
        "()",
        code -> {
          code.push(1).push(20).push(300).awaitInt(); // four ints
          code.op(shuffle);
          code.await().pop();
          int count = 4 + copies(shuffle);
          code.istore(0);
          for (int i = 1; i < count; i++) {
            code.push(7).iload(0).op(IMUL, IADD).istore(0); // the order counts
          }
          code.iload(0).boxInt().returnCompleted();
        });
  }

  private static int copies(int shuffle) {
    return switch (shuffle) {
      case DUP2, DUP2_X1, DUP2_X2 -> 2;
      case SWAP -> 0;
      default -> 1;
    };
  }

  private static int sum(int shuffle) {
    int[] stack =
        switch (shuffle) {
          case DUP2 -> new int[] {1, 20, 300, 1, 300, 1};
          case DUP2_X1 -> new int[] {1, 300, 1, 20, 300, 1};
          case DUP2_X2 -> new int[] {300, 1, 1, 20, 300, 1};
          case DUP_X1 -> new int[] {1, 20, 1, 300, 1};
          case DUP_X2 -> new int[] {1, 1, 20, 300, 1};
          default -> new int[] {1, 20, 1, 300};
        };
    int sum = stack[stack.length - 1];
    for (int i = stack.length - 2; i >= 0; i--) {
      sum = stack[i] + 7 * sum;
    }
    return sum;
  }

  private static void listOf(Code code, int... slots) {
    code.push(slots.length).type(ANEWARRAY, "java/lang/Object");
    for (int i = 0; i < slots.length; i++) {
      code.dup().push(i).aload(slots[i]).op(AASTORE);
    }
    code.callStatic("java/util/Arrays", "asList", "([Ljava/lang/Object;)Ljava/util/List;");
  }

  @Test
  void every_kind_of_value_lies_below_an_await() {
    Trial.expect(
        "[null, text, 4.0, 3.0, 2, 1]",
        "()",
        code -> {
          code.push(1).push(2L).push(3.0f).push(4.0).push("text").pushNull().await().log();
          code.astore(0).astore(1);
          code.callStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;").astore(2);
          code.callStatic("java/lang/Float", "valueOf", "(F)Ljava/lang/Float;").astore(3);
          code.boxLong().astore(4).boxInt().astore(5);
          listOf(code, 0, 1, 2, 3, 4, 5);
          code.returnCompleted();
        });
  }

  @Test
  void null_on_the_stack_is_merged_with_a_string_behind_the_await() {
    Trial.expect(
        "null",
        "(I)",
        code -> {
          code.iload(0).jump(IFEQ, "other");
          code.push("text").await().pop().goTo("join");
          code.at("other").pushNull().await().pop();
          code.at("join").returnCompleted();
        },
        0);
  }

  @Test
  void an_array_that_is_being_filled_stays_one_array() {
    Trial.expect(
        "[1, 2, 3]",
        "()",
        code -> {
          code.push(3).type(ANEWARRAY, "java/lang/Object");
          for (int i = 0; i < 3; i++) {
            code.dup().push(i).await().op(AASTORE);
          }
          code.callStatic("java/util/Arrays", "asList", "([Ljava/lang/Object;)Ljava/util/List;");
          code.returnCompleted();
        });
  }

  @Test
  void awaits_nest() {
    Trial.expect(
        1 + 2 * (3 + 4 * 5),
        "()",
        code ->
            code.awaitInt()
                .awaitInt()
                .awaitInt()
                .awaitInt()
                .awaitInt()
                .op(IMUL, IADD, IMUL, IADD)
                .boxInt()
                .returnCompleted());
  }

  @Test
  void a_pending_return_drops_what_lies_below_it() {
    Trial.expect(
        1,
        "()",
        code -> {
          code.push(1L).push("junk").await();
          code.callStatic(
              "dev/fermata/Fermata", "completed", "(Ljava/lang/Object;)Ldev/fermata/Coroutine;");
          code.astore(0).aload(0).op(ARETURN); // not recognised: it is delegated
        });
  }

  @Test
  void a_completed_call_with_a_range_of_its_own_leaves_no_empty_range() {
    Trial.expect(
        1,
        "()",
        code -> {
          code.tryCatch("start", "end", "handler", "java/lang/RuntimeException");
          code.await().at("start");
          code.callStatic(
              "dev/fermata/Fermata", "completed", "(Ljava/lang/Object;)Ldev/fermata/Coroutine;");
          code.at("end").op(ARETURN);
          code.at("handler").returnCompleted();
        });
  }
}
