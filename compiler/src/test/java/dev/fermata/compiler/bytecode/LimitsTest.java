package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests of methods near the limits that the class file format and HotSpot set. */
class LimitsTest {
  private static void fill(Code code, int bytes) {
    for (int i = 0; i < bytes; i++) {
      code.op(NOP);
    }
  }

  private static Consumer<Code> bodyOf(int bytes) {
    return code -> {
      fill(code, bytes);
      code.await().returnCompleted();
    };
  }

  @Test
  void more_than_255_locals_are_live_at_an_await() {
    int count = 600;
    Trial.expectOfLarge(
        count * (count - 1) / 2,
        "()",
        code -> {
          for (int i = 0; i < count; i++) {
            code.push(i).istore(i);
          }
          code.await().log().await().log();
          code.push(0);
          for (int i = 0; i < count; i++) {
            code.iload(i).op(IADD);
          }
          code.boxInt().returnCompleted();
        });
  }

  @Test
  void more_than_255_wide_and_narrow_locals_are_live_in_a_loop() {
    int count = 200;
    Trial.expectOfLarge(
        3L * count * (count - 1) / 2,
        "()",
        code -> {
          code.push(0).istore(0);
          for (int i = 0; i < count; i++) {
            code.push((long) i).lstore(1 + 3 * i).push("s" + i).astore(3 + 3 * i);
          }
          int sum = 1 + 3 * count;
          code.push(0L).lstore(sum);
          code.at("loop").await().log();
          for (int i = 0; i < count; i++) {
            code.lload(1 + 3 * i).lload(sum).op(LADD).lstore(sum);
          }
          code.increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          for (int i = 0; i < count; i++) {
            code.aload(3 + 3 * i).log();
          }
          code.lload(sum).boxLong().returnCompleted();
        });
  }

  @Test
  void more_than_255_operands_lie_below_an_await() {
    int count = 300;
    Trial.expect(
        (long) count * (count - 1) / 2,
        "()",
        code -> {
          for (int i = 0; i < count; i++) {
            code.push((long) i);
            if (i % 100 == 0) {
              code.pushNull();
            }
          }
          code.await().log().await().log();
          code.push(0L).lstore(0);
          for (int i = count - 1; i >= 0; i--) {
            if (i % 100 == 0) {
              code.pop();
            }
            code.lload(0).op(LADD).lstore(0);
          }
          code.lload(0).boxLong().returnCompleted();
        });
  }

  @Test
  void slots_above_255_are_loaded_stored_and_incremented_with_wide() {
    Trial.expect(
        1 + 1000 + 2,
        "()",
        code -> {
          code.push(1).istore(300).push(2L).lstore(301).push("text").astore(60_000);
          code.at("loop").increment(300, 500);
          code.await().log().aload(60_000).log();
          code.iload(300).push(1000).jump(IF_ICMPLT, "loop");
          code.iload(300).lload(301).op(L2I, IADD).boxInt().returnCompleted();
        });
  }

  @Test
  void a_method_with_no_room_for_two_more_locals_is_rejected() {
    Weaving weaving =
        Weaving.of(
            Trial.of("()", code -> code.push(1).istore(65_534).await().returnCompleted())
                .toBytes());

    assertThat(weaving.codes()).containsExactly("FER-303");
    assertThat(weaving.result().kind()).isEqualTo(Kind.REJECTED);
    weaving.load();
  }

  @Test
  void a_method_that_passes_64_kilobytes_throws_its_diagnostic_and_spares_the_others()
      throws ReflectiveOperationException {
    Weaving weaving =
        Weaving.of(
            HandMadeClass.named(Trial.CLASS)
                .cold("large", "()", bodyOf(65_500))
                .cold(
                    "caller",
                    "()",
                    code ->
                        code.callOwn("large", "()Ldev/fermata/Coroutine;")
                            .awaitCoroutine()
                            .returnCompleted())
                .cold("m", "()", bodyOf(10))
                .toBytes());

    assertThat(weaving.codes()).containsExactly("FER-301");
    assertThat(weaving.result().kind()).isEqualTo(Kind.REJECTED);
    assertThat(weaving.result().generated().keySet())
        .noneMatch(name -> name.contains("large"))
        .anyMatch(name -> name.contains("caller"));
    assertThatThrownBy(() -> weaving.load().getMethod("large").invoke(null))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(weaving.rendered().get(0));
    assertThat(Equivalence.check(weaving, "m").outcome()).isEqualTo("value 1");
  }

  @Test
  void a_method_that_passes_8000_bytes_is_warned_of_and_runs() {
    Weaving weaving = Weaving.of(Trial.of("()", bodyOf(7_990)).toBytes());

    assertThat(weaving.codes()).containsExactly("FER-302");
    assertThat(weaving.result().kind()).isEqualTo(Kind.WOVEN);
    assertThat(Equivalence.check(weaving, "m").outcome()).isEqualTo("value 1");
  }

  @Test
  void many_jumps_do_not_make_a_method_seem_larger_than_it_is() {
    Weaving.clean(
        Trial.of(
                "(I)",
                code -> {
                  for (int i = 0; i < 1_500; i++) {
                    code.iload(0).jump(IFEQ, "end"); // 4 bytes, 9 if the jump were a far one
                  }
                  code.at("end").await().returnCompleted();
                })
            .toBytes());
  }

  @Test
  void a_method_that_was_above_8000_bytes_before_is_not_warned_of() {
    Weaving.clean(Trial.of("()", bodyOf(8_001)).toBytes());
  }

  @Test
  void jumps_over_more_than_32_kilobytes_are_widened() {
    Trial.expect(
        "end",
        "()",
        code -> {
          code.push(0).istore(0);
          code.tryCatch("loop", "handler", "handler", "java/lang/IllegalStateException");
          code.at("loop").await().log();
          code.iload(0).push(1).jump(IF_ICMPEQ, "far");
          fill(code, 20_000);
          code.await().log();
          fill(code, 20_000);
          code.at("far").await().log().increment(0, 1);
          code.iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.push("end").returnCompleted();
          code.at("handler").returnCompleted();
        });
  }

  @Test
  void a_method_has_as_many_parameters_as_fit_beside_three_more() {
    assertThat(Weaving.of(withParameters(ACC_STATIC, 252)).codes()).isEmpty();
    assertThat(Weaving.of(withParameters(ACC_STATIC, 253)).codes()).containsExactly("FER-303");
    assertThat(Weaving.of(withParameters(ACC_STATIC, 255)).codes()).containsExactly("FER-303");
    assertThat(Weaving.of(withParameters(0, 251)).codes()).isEmpty();
    assertThat(Weaving.of(withParameters(0, 252)).codes()).containsExactly("FER-303");
    assertThat(Weaving.of(withParameters(0, 254)).codes()).containsExactly("FER-303");
  }

  @Test
  void all_of_252_parameters_survive_an_await() {
    Object[] arguments = new Object[252];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i;
    }
    Trial.expect(252 * 251 / 2, withParameters(ACC_STATIC, 252), arguments);
  }

  private static byte[] withParameters(int access, int slots) {
    int first = access == ACC_STATIC ? 0 : 1;
    return HandMadeClass.named(Trial.CLASS)
        .constructor()
        .async(
            access,
            "m",
            "(" + "I".repeat(slots) + ")Ldev/fermata/Coroutine;",
            code -> {
              code.await().log().push(0);
              for (int i = 0; i < slots; i++) {
                code.iload(first + i).op(IADD);
              }
              code.boxInt().returnCompleted();
            })
        .toBytes();
  }

  @Test
  void a_thousand_awaits_are_woven() {
    Weaving weaving =
        Weaving.of(
            Trial.of(
                    "()",
                    code -> {
                      for (int i = 0; i < 1_000; i++) {
                        code.await().pop();
                      }
                      code.push("end").returnCompleted();
                    })
                .toBytes());

    assertThat(weaving.codes()).containsExactly("FER-302");
    assertThat(Equivalence.check(weaving, "m").outcome()).isEqualTo("value end");
  }

  @Test
  void more_awaits_than_fit_into_64_kilobytes_are_a_diagnostic() {
    Weaving weaving =
        Weaving.of(
            Trial.of(
                    "(Ljava/util/concurrent/CompletionStage;)",
                    code -> {
                      for (int i = 0; i < 6_000; i++) {
                        code.aload(0).awaitTop().pop();
                      }
                      code.push("end").returnCompleted();
                    })
                .toBytes(),
            dev.fermata.compiler.CompilerOptions.DEFAULT);

    assertThat(weaving.codes()).containsExactly("FER-301");
  }
}
