package dev.fermata.compiler.suspension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Samples;
import dev.fermata.compiler.fixture.Weaving;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Only calls that may be part of a recursion count how deep the stack is. */
class RecursiveCallsTest {
  private static Consumer<Code> calling(String... methods) {
    return code -> {
      for (String method : methods) {
        code.callOwn(method, "()Ldev/fermata/Coroutine;").awaitCoroutine().pop();
      }
      code.pushNull().returnCompleted();
    };
  }

  private static Consumer<Code> callingHot(String method) {
    return code ->
        code.callOwn(method, "()Ljava/util/concurrent/CompletableFuture;")
            .awaitTop()
            .pop()
            .pushNull()
            .returnFuture();
  }

  private static HandMadeClass made() {
    return HandMadeClass.named(Samples.NAME);
  }

  /** How many calls of an entry test the headroom. */
  private static int counted(Weaving weaving, String method) {
    int count = 0;
    MethodNode entry = weaving.entryOf(method);
    for (AbstractInsnNode node : entry.instructions) {
      count += node.getOpcode() == IFLE ? 1 : 0;
    }
    return count;
  }

  @Test
  void a_call_of_the_method_itself_is_counted() {
    Weaving weaving = Weaving.clean(made().cold("a", "()", calling("a")).toBytes());

    assertThat(counted(weaving, "a")).isEqualTo(1);
  }

  @Test
  void calls_on_a_cycle_are_counted_and_calls_into_it_are_not() {
    Weaving weaving =
        Weaving.clean(
            made()
                .cold("outside", "()", calling("a", "leaf"))
                .cold("a", "()", calling("b", "leaf"))
                .cold("b", "()", calling("c"))
                .cold("c", "()", calling("a", "b", "leaf"))
                .cold("leaf", "()", calling())
                .toBytes());

    assertThat(counted(weaving, "outside")).isZero();
    assertThat(counted(weaving, "a")).isEqualTo(1);
    assertThat(counted(weaving, "b")).isEqualTo(1);
    assertThat(counted(weaving, "c")).isEqualTo(2);
  }

  @Test
  void a_long_chain_of_calls_is_no_recursion() {
    HandMadeClass made = made();
    for (int i = 0; i < 2_000; i++) {
      made.cold("m" + i, "()", calling("m" + (i + 1)));
    }
    made.cold("m2000", "()", calling("m2000"));
    Weaving weaving = Weaving.clean(made.toBytes());

    assertThat(counted(weaving, "m0")).isZero();
    assertThat(counted(weaving, "m1999")).isZero();
    assertThat(counted(weaving, "m2000")).isEqualTo(1);
  }

  @Test
  void a_hot_method_has_a_class_of_coroutines_if_it_may_call_itself() {
    Weaving weaving =
        Weaving.clean(
            made().hot("a", "()", callingHot("a")).hot("b", "()", callingHot("a")).toBytes());

    assertThat(weaving.result().generated())
        .containsOnlyKeys(
            "made/Sample$a$FermataFrame",
            "made/Sample$a$FermataCoroutine",
            "made/Sample$b$FermataFrame");
    assertThat(counted(weaving, "a")).isEqualTo(1);
    assertThat(counted(weaving, "b")).isZero();
  }

  @Test
  void a_caller_with_a_large_frame_takes_more_of_the_headroom() {
    assertThat(taken(1)).isEqualTo(ICONST_1);
    assertThat(taken(30)).isEqualTo(ICONST_2);
    assertThat(taken(54)).isEqualTo(ICONST_3);
  }

  private static int taken(int locals) {
    Weaving weaving =
        Weaving.clean(
            made()
                .cold(
                    "a",
                    "()",
                    code -> {
                      for (int slot = 0; slot < locals; slot++) {
                        code.push(slot).istore(slot);
                      }
                      calling("a").accept(code);
                    })
                .toBytes());
    for (AbstractInsnNode node : weaving.entryOf("a").instructions) {
      if (node.getOpcode() == ISUB) {
        return node.getPrevious().getOpcode();
      }
    }
    throw new AssertionError("nothing is taken");
  }
}
