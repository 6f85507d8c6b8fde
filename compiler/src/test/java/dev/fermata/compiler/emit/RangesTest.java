package dev.fermata.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Weaving;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Tests of which generated instructions the exception ranges of the body cover. */
class RangesTest {
  private static final Consumer<Code> BODY =
      code -> {
        code.tryCatch("one", "three", "inner", "java/lang/IllegalStateException");
        code.tryCatch("zero", "four", "outer", null);
        code.push("live").astore(0).push(0).istore(1);
        code.at("zero").await().log();
        code.at("one").await().log();
        code.at("loop").await().log().increment(1, 1).iload(1).push(3).jump(IF_ICMPLT, "loop");
        code.at("three").await().log();
        code.at("four").await().log().aload(0).returnCompleted();
        code.at("inner").log().aload(0).returnCompleted();
        code.at("outer").log().aload(0).returnCompleted();
      };

  private static MethodNode entry() {
    return Weaving.clean(HandMadeClass.named("made/T").cold("m", "()", BODY).toBytes())
        .entryOf("m");
  }

  private static List<String> typesAround(MethodNode method, AbstractInsnNode node) {
    List<String> types = new ArrayList<>();
    int index = method.instructions.indexOf(node);
    for (TryCatchBlockNode range : method.tryCatchBlocks) {
      if (method.instructions.indexOf(range.start) < index
          && index < method.instructions.indexOf(range.end)) {
        types.add(range.type == null ? "any" : range.type);
      }
    }
    return types;
  }

  private static List<List<String>> typesAroundCalls(MethodNode method, String name) {
    List<List<String>> all = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      boolean called = node instanceof MethodInsnNode call && call.name.equals(name);
      boolean linked = node instanceof InvokeDynamicInsnNode site && site.name.equals(name);
      if (called || linked) {
        all.add(typesAround(method, node));
      }
    }
    return all;
  }

  @Test
  void a_failure_is_thrown_in_the_ranges_of_its_await_in_their_order() {
    MethodNode entry = entry();
    String inner = "java/lang/IllegalStateException";

    List<List<String>> awaits = typesAroundCalls(entry, "next");
    assertThat(awaits)
        .containsExactly(
            List.of("any"),
            List.of(inner, "any"),
            List.of(inner, "any"),
            List.of("any"),
            List.of());
    // Resumes into loops come behind the others.
    assertThat(typesAroundCalls(entry, "outcome")).containsExactlyInAnyOrderElementsOf(awaits);
  }

  @Test
  void nothing_is_restored_or_spilled_in_a_range() {
    MethodNode entry = entry();

    for (AbstractInsnNode node : entry.instructions) {
      boolean restores =
          node instanceof FieldInsnNode get && get.owner.equals("made/T$m$FermataFrame");
      boolean spills = node instanceof MethodInsnNode call && call.name.startsWith("suspend");
      if (restores || spills) {
        assertThat(typesAround(entry, node)).isEmpty();
      }
    }
    assertThat(entry.instructions).anyMatch(node -> node instanceof FieldInsnNode);
  }

  @Test
  void no_range_is_empty() {
    MethodNode entry = entry();

    for (TryCatchBlockNode range : entry.tryCatchBlocks) {
      AbstractInsnNode node = range.start;
      while (node != range.end && node.getOpcode() < 0) {
        node = node.getNext();
      }
      assertThat(node).isNotSameAs(range.end);
    }
  }
}
