package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.BesideMockito;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Tests of awaits of the class's own methods, with direct calls and with direct calls off. */
class DirectCallsTest {
  private static final String ADD = "(IJ)Ldev/fermata/Coroutine;";

  /** A class with a method {@code add(int, long)} that awaits, and the method {@code m}. */
  private static byte[] calling(Consumer<Code> body) {
    return HandMadeClass.named(Trial.CLASS)
        .constructor()
        .cold(
            "add",
            "(IJ)",
            code ->
                code.awaitInt().iload(0).op(IADD).lload(1).op(L2I, IADD).boxInt().returnCompleted())
        .cold("m", "()", body)
        .toBytes();
  }

  private static Code add(Code code, int one, long other) {
    return code.push(one).push(other).callOwn("add", ADD).awaitCoroutine();
  }

  private static void checkBoth(Object value, byte[] classFile) {
    assertThat(Equivalence.check(classFile, "m").outcome()).isEqualTo("value " + value);
    BesideMockito.check(classFile, "m");
  }

  private static long entryCalls(byte[] classFile) {
    MethodNode entry = Weaving.clean(classFile).entryOf("m");
    long count = 0;
    for (AbstractInsnNode node : entry.instructions) {
      if (node instanceof MethodInsnNode call && call.name.equals("lambda$add$fermata")) {
        count++;
      }
    }
    return count;
  }

  @Test
  void a_call_with_operands_below_it() {
    byte[] classFile =
        calling(
            code -> {
              code.push(7L).push("text");
              add(code, 10, 200).log().log().boxLong().returnCompleted();
            });

    assertThat(entryCalls(classFile)).isEqualTo(1);
    checkBoth(7, classFile);
  }

  @Test
  void a_call_in_a_loop_and_in_a_range() {
    byte[] classFile =
        calling(
            code -> {
              code.push(0).istore(0);
              code.tryCatch("loop", "end", "handler", "java/lang/RuntimeException");
              code.at("loop");
              add(code, 10, 200).log().increment(0, 1).iload(0).push(3).jump(IF_ICMPLT, "loop");
              code.push("end").at("end").returnCompleted();
              code.at("handler").pop().iload(0).boxInt().returnCompleted();
            });

    assertThat(entryCalls(classFile)).isEqualTo(1);
    checkBoth("end", classFile);
  }

  @Test
  void a_call_as_an_argument_of_a_call() {
    byte[] classFile =
        calling(
            code -> {
              add(code, 1, 2).unboxInt().push(3L).callOwn("add", ADD).awaitCoroutine();
              code.returnCompleted();
            });

    assertThat(entryCalls(classFile)).isEqualTo(2);
    checkBoth(1 + 1 + 2 + 2 + 3, classFile);
  }

  @Test
  void a_label_between_that_a_jump_goes_to_keeps_the_object() {
    byte[] classFile =
        calling(
            code -> {
              code.push(1).jump(IFEQ, "other");
              code.push(1).push(2L).callOwn("add", ADD).goTo("await");
              code.at("other").push(3).push(4L).callOwn("add", ADD);
              code.at("await").awaitCoroutine().returnCompleted();
            });

    assertThat(entryCalls(classFile)).isZero();
    checkBoth(4, classFile);
  }

  @Test
  void a_range_that_begins_between_call_and_await_keeps_the_object() {
    byte[] classFile =
        calling(
            code -> {
              code.tryCatch("start", "end", "handler", "java/lang/RuntimeException");
              code.push(1).push(2L).callOwn("add", ADD);
              code.at("start").awaitCoroutine().at("end").returnCompleted();
              code.at("handler").pop().push("caught").returnCompleted();
            });

    assertThat(entryCalls(classFile)).isZero();
    // The oracle runs the callee at the call, and so outside of the range: it can't be asked here.
    Weaving.clean(classFile).load();
  }

  @Test
  void a_hot_method_awaits_and_fails_like_a_cold_one() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .hot(
                "m",
                "()",
                code -> {
                  code.push(0).istore(0);
                  code.tryCatch("loop", "end", "handler", "java/lang/IllegalStateException");
                  code.at("loop").iload(0).await().log().istore(0);
                  code.callOwn("inner", "()Ljava/util/concurrent/CompletableFuture;");
                  code.awaitTop().log();
                  code.increment(0, 1).iload(0).push(2).jump(IF_ICMPLT, "loop");
                  code.push("end").at("end").returnFuture();
                  code.at("handler").returnFuture();
                })
            .hot("inner", "()", code -> code.await().returnFuture())
            .toBytes();

    checkBoth("end", classFile);
  }
}
