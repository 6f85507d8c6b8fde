package dev.fermata.compiler.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.flow.Assignability;
import dev.fermata.compiler.scan.Awaits;
import dev.fermata.compiler.verify.MethodVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Printer;

/** Tests of {@link DeferUninitializedNew}. */
class DeferUninitializedNewTest {
  private static final String BUILDER = "java/lang/StringBuilder";

  private static MethodNode rewritten(Consumer<Code> body) {
    MethodNode method = HandMadeClass.named("made/T").cold("m", "()", body).node().methods.get(0);
    method.maxLocals = 3;
    DeferUninitializedNew.run("made/T", method, Set.copyOf(Awaits.in(method)));
    new MethodVerifier(Assignability.TRUSTING).verify("made/T", method);
    return method;
  }

  private static List<String> opcodes(MethodNode method) {
    List<String> opcodes = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node.getOpcode() >= 0) {
        opcodes.add(Printer.OPCODES[node.getOpcode()]);
      }
    }
    return opcodes;
  }

  @Test
  void an_object_that_no_await_sees_is_left_alone() {
    MethodNode method =
        rewritten(
            code -> {
              code.await().log().newObject(BUILDER).dup().construct(BUILDER, "()V");
              code.await().log().returnCompleted();
            });

    assertThat(opcodes(method)).containsOnlyOnce("NEW").doesNotContain("ACONST_NULL");
    assertThat(method.maxLocals).isEqualTo(3);
  }

  @Test
  void adjacent_copies_are_made_again_with_dup() {
    MethodNode method =
        rewritten(
            code ->
                code.newObject(BUILDER)
                    .dup()
                    .awaitInt()
                    .construct(BUILDER, "(I)V")
                    .returnCompleted());

    assertThat(opcodes(method))
        .containsExactly(
            "NEW",
            "POP",
            "ACONST_NULL",
            "DUP", // initialises the class, and keeps the places
            "INVOKESTATIC",
            "INVOKESTATIC",
            "CHECKCAST",
            "INVOKEVIRTUAL", // the await
            "ISTORE",
            "POP",
            "POP",
            "NEW",
            "DUP",
            "ILOAD",
            "INVOKESPECIAL",
            "INVOKESTATIC",
            "ARETURN");
    assertThat(method.maxLocals).isEqualTo(4);
  }

  @Test
  void wide_arguments_get_two_new_locals() {
    MethodNode method =
        rewritten(
            code -> {
              code.newObject("java/util/UUID").dup().push(1L).awaitInt().op(I2L);
              code.construct("java/util/UUID", "(JJ)V").returnCompleted();
            });

    assertThat(method.maxLocals).isEqualTo(3 + 4);
  }

  @Test
  void only_the_object_that_an_await_sees_is_deferred() {
    MethodNode method =
        rewritten(
            code -> {
              code.newObject(BUILDER).dup().await().log();
              code.newObject("java/lang/Object").dup().construct("java/lang/Object", "()V").log();
              code.construct(BUILDER, "()V").returnCompleted();
            });

    assertThat(opcodes(method).stream().filter("NEW"::equals)).hasSize(3);
    assertThat(opcodes(method).stream().filter("ACONST_NULL"::equals)).hasSize(1);
  }
}
