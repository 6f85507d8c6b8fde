package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.MonitorShape;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Tests of synchronized methods, whose monitor moves into the body. */
class SynchronizedMethodsTest {
  private static final String FAILURE = "dev/fermata/compiler/fixture/HandMadeException";
  private static final String HOLDS = "(Ljava/lang/Object;)Z";

  @ParameterizedTest
  @ValueSource(ints = {0, ACC_SYNCHRONIZED})
  void a_synchronized_method_is_woven_with_and_without_awaits(int access) {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .releasing(
                access,
                "m",
                "(I)",
                code -> {
                  code.at("start").at("loop").await().log().lock(0);
                  code.synchronizedBlock("block", 1, () -> code.await().log().logHeld());
                  code.increment(0, -1).iload(0).jump(IFGT, "loop");
                  code.callOwn("holds", "()Z").logInt();
                  code.iload(0).jump(IFLT, "other");
                  code.push("end").returnCompleted();
                  code.at("other").push("other").returnCompleted().at("end");
                  code.tryCatch("start", "end", "catch", FAILURE);
                  code.at("catch").log().callOwn("holds", "()Z").logInt();
                  code.await().log().push("caught").returnCompleted();
                })
            .method(
                ACC_STATIC,
                "holds",
                "()Z",
                code -> {
                  code.push(Type.getObjectType(Trial.CLASS));
                  code.callStatic("java/lang/Thread", "holdsLock", "(Ljava/lang/Object;)Z");
                  code.op(IRETURN);
                })
            .toBytes();
    Trial.expect("end", classFile, 2);
  }

  @Test
  void a_synchronized_method_without_an_await_has_its_monitor_in_the_body() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .constructor()
            .async(
                ACC_SYNCHRONIZED,
                "m",
                "()Ldev/fermata/Coroutine;",
                code -> {
                  code.aload(0).callStatic("java/lang/Thread", "holdsLock", HOLDS).boxBoolean();
                  code.returnCompleted();
                })
            .toBytes();
    Weaving weaving = Weaving.clean(classFile);
    MethodNode entry = weaving.entryOf("m");

    assertThat(opcodes(entry)).containsOnlyOnce(MONITORENTER);
    assertThat(entry.access & ACC_SYNCHRONIZED).isZero();
    assertThat(Weaving.methodNamed(weaving.tree(), "m").access & ACC_SYNCHRONIZED).isNotZero();
    assertThat(MonitorShape.faults(entry)).isEmpty();
  }

  private static List<Integer> opcodes(MethodNode method) {
    return Arrays.stream(method.instructions.toArray()).map(AbstractInsnNode::getOpcode).toList();
  }
}
