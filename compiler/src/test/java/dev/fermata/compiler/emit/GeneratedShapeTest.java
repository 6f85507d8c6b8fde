package dev.fermata.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.classfile.CodeSizes;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.LoopShape;
import dev.fermata.compiler.fixture.MonitorShape;
import dev.fermata.compiler.fixture.Samples;
import dev.fermata.compiler.fixture.Weaving;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Tests that count what is generated, so that it does not grow unseen. */
class GeneratedShapeTest {
  private static HandMadeClass made() {
    return HandMadeClass.named(Samples.NAME);
  }

  private static Consumer<Code> twoIntsOver(int awaits) {
    return code -> {
      for (int i = 0; i < awaits; i++) {
        code.await().pop();
      }
      code.iload(0).iload(1).op(IADD).boxInt().returnCompleted();
    };
  }

  private static int size(byte[] classFile, String method) {
    Map<String, Integer> sizes = CodeSizes.of(new ClassReader(classFile));
    return sizes.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(method + "("))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static int sizeOfEntry(Weaving weaving) {
    return size(weaving.result().bytes(), "lambda$m$fermata");
  }

  private static List<String> fields(ClassNode owner) {
    return owner.fields.stream().map(field -> field.name + " " + field.desc).toList();
  }

  @Test
  void a_method_without_an_await_has_no_frame_class() {
    Weaving weaving =
        Weaving.clean(made().cold("m", "(I)", code -> code.pushNull().returnCompleted()).toBytes());

    assertThat(weaving.result().generated().keySet())
        .containsExactly("made/Sample$m$FermataCoroutine");
    assertThat(sizeOfEntry(weaving)).isEqualTo(2); // aconst_null, areturn
  }

  @Test
  void a_hot_method_has_no_coroutine_class() {
    Weaving weaving =
        Weaving.clean(made().hot("m", "(I)", code -> code.await().returnFuture()).toBytes());

    assertThat(weaving.result().generated().keySet()).containsExactly("made/Sample$m$FermataFrame");
  }

  @Test
  void a_frame_has_a_field_for_each_value_that_is_live_at_once() {
    Weaving weaving = Weaving.clean(made().cold("m", "(II)", twoIntsOver(5)).toBytes());

    assertThat(fields(weaving.generated("Frame"))).containsExactly("i0 I", "i1 I");
  }

  @Test
  void a_suspension_point_with_two_live_ints_adds_few_bytes() {
    Weaving three = Weaving.clean(made().cold("m", "(II)", twoIntsOver(3)).toBytes());
    Weaving four = Weaving.clean(made().cold("m", "(II)", twoIntsOver(4)).toBytes());

    int plain = size(four.original(), "m") - size(three.original(), "m");
    int added = sizeOfEntry(four) - sizeOfEntry(three) - plain;
    assertThat(added)
        .as("bytes that one more suspension point adds to the direct entry")
        .isLessThanOrEqualTo(BYTES_PER_POINT);
    assertThat(four.result().generated().get(FRAME).length)
        .as("bytes of the frame class with four suspension points")
        .isLessThanOrEqualTo(FRAME_BYTES);
  }

  @Test
  void an_emit_asks_nothing_and_its_element_goes_into_the_frame() {
    Weaving weaving =
        Weaving.clean(
            made()
                .async(
                    ACC_STATIC,
                    "m",
                    "()Ldev/fermata/AsyncIterable;",
                    code -> {
                      code.push(1).boxInt().callStatic("dev/fermata/Fermata", "emit", EMIT);
                      code.pushNull().op(ARETURN);
                    })
                .toBytes());

    assertThat(weaving.entryOf("m").instructions)
        .noneMatch(node -> node.getOpcode() == INSTANCEOF)
        .noneMatch(node -> node instanceof MethodInsnNode call && call.name.equals("emit"));
    ClassNode frame = weaving.generated("Frame");
    assertThat(frame.superName).isEqualTo("dev/fermata/runtime/GeneratorFrame");
    assertThat(fields(frame)).isEmpty();
  }

  private static final String EMIT = "(Ljava/lang/Object;)V";
  private static final String FRAME = "made/Sample$m$FermataFrame";

  /** Four of them are the price of linking the awaited call at run time. */
  private static final int BYTES_PER_POINT = 40;

  private static final int FRAME_BYTES = 1553;

  @Test
  void the_number_of_awaits_does_not_change_the_members_of_the_users_class() {
    List<String> one = members(twoIntsOver(1));
    List<String> nine = members(twoIntsOver(9));

    assertThat(nine).containsExactlyElementsOf(one);
    assertThat(one)
        .containsExactly(
            "m(II)Ldev/fermata/Coroutine;",
            "lambda$m$fermata(IILdev/fermata/runtime/ContinuationFrame;Ljava/lang/Object;I)"
                + "Ljava/lang/Object;");
  }

  private static List<String> members(Consumer<Code> body) {
    ClassNode woven = Weaving.clean(made().cold("m", "(II)", body).toBytes()).tree();
    List<String> members = new ArrayList<>(woven.fields.stream().map(field -> field.name).toList());
    woven.methods.forEach(method -> members.add(method.name + method.desc));
    return members;
  }

  @Test
  void the_declaration_of_the_method_stays_and_the_entry_is_synthetic() {
    Weaving weaving = Weaving.clean(Samples.twoAwaits());
    MethodNode original = Weaving.methodNamed(Weaving.treeOf(weaving.original()), "m");
    MethodNode stub = Weaving.methodNamed(weaving.tree(), "m");
    MethodNode entry = weaving.entryOf("m");

    assertThat(stub.access).isEqualTo(original.access);
    assertThat(stub.invisibleAnnotations).hasSize(1);
    assertThat(entry.access).isEqualTo(ACC_STATIC | ACC_SYNTHETIC);
    assertThat(entry.invisibleAnnotations).isNull();
    assertThat(entry.visibleAnnotations).isNull();
  }

  @Test
  void the_body_keeps_its_lines_in_order() {
    List<Integer> lines = new ArrayList<>();
    for (AbstractInsnNode node : Weaving.clean(Samples.twoAwaits()).entryOf("m").instructions) {
      if (node instanceof LineNumberNode line) {
        lines.add(line.line);
      }
    }

    assertThat(lines).startsWith(10, 11, 12, 13, 14);
    assertThat(lines.subList(5, lines.size())).containsExactly(11, 13); // the resumes
  }

  @Test
  void references_that_are_dead_at_a_suspension_are_cleared() {
    Weaving weaving =
        Weaving.clean(
            made()
                .cold(
                    "m",
                    "(Ljava/lang/String;Ljava/util/List;)",
                    code -> {
                      code.await().log().aload(0).log().aload(1).log();
                      code.await().log().aload(1).log();
                      code.await().returnCompleted();
                    })
                .toBytes());
    ClassNode frame = weaving.generated("Frame");

    assertThat(fields(frame)).containsExactly("r0 Ljava/lang/String;", "r1 Ljava/util/List;");
    assertThat(cleared(Weaving.methodNamed(frame, "suspend1"))).isEmpty();
    assertThat(cleared(Weaving.methodNamed(frame, "suspend2"))).containsExactly("r0");
    assertThat(cleared(Weaving.methodNamed(frame, "suspend3"))).containsExactly("r0", "r1");
  }

  private static List<String> cleared(MethodNode method) {
    List<String> names = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof FieldInsnNode put
          && put.getOpcode() == PUTFIELD
          && Objects.requireNonNull(put.getPrevious()).getOpcode() == ACONST_NULL) {
        names.add(put.name);
      }
    }
    return names;
  }

  @Test
  void only_a_frame_with_an_await_outside_of_handlers_says_which_are_covered() {
    Weaving covered =
        Weaving.clean(
            made()
                .cold(
                    "m",
                    "()",
                    code -> {
                      code.tryCatch("start", "end", "handler", null);
                      code.at("start").await().log().at("end").push("end").returnCompleted();
                      code.at("handler").returnCompleted();
                    })
                .toBytes());
    Weaving uncovered = Weaving.clean(made().cold("m", "(II)", twoIntsOver(1)).toBytes());

    assertThat(methods(covered.generated("Frame"))).doesNotContain("handlesFailure");
    assertThat(methods(uncovered.generated("Frame"))).contains("handlesFailure");
  }

  /** A failure waits for the monitors too, as it does in {@code Object.wait()}. */
  @Test
  void a_frame_that_has_left_a_monitor_is_resumed_with_every_failure() {
    Weaving weaving =
        Weaving.clean(
            made()
                .releasing(
                    0,
                    "m",
                    "()",
                    code -> {
                      code.lock(0).enter(0).await().log().exit(0);
                      code.push("end").returnCompleted();
                    })
                .toBytes());

    assertThat(methods(weaving.generated("Frame"))).doesNotContain("handlesFailure");
  }

  private static List<String> methods(ClassNode owner) {
    return owner.methods.stream().map(method -> method.name).toList();
  }

  @Test
  void a_serialisable_class_keeps_its_default_version() {
    byte[] classFile =
        made()
            .extending("java/lang/Object", "java/io/Serializable")
            .constructor()
            .cold("m", "()", code -> code.await().returnCompleted())
            .toBytes();
    Weaving weaving = Weaving.clean(classFile);
    Class<?> original =
        new dev.fermata.compiler.fixture.Loader(Map.of(Samples.NAME, classFile))
            .initialised(Samples.NAME);

    assertThat(ObjectStreamClass.lookup(weaving.load()).getSerialVersionUID())
        .isEqualTo(ObjectStreamClass.lookup(original).getSerialVersionUID());
    FieldNode field = weaving.tree().fields.get(0);
    assertThat(field.access).isEqualTo(ACC_PRIVATE | ACC_STATIC | ACC_FINAL | ACC_SYNTHETIC);
  }

  @Test
  void a_pure_loop_beside_an_await_is_untouched() {
    Weaving weaving =
        Weaving.clean(
            made()
                .cold(
                    "m",
                    "(I)",
                    code -> {
                      code.await().pop().push(0).istore(1);
                      code.at("loop").iload(1).push(3).op(IADD).istore(1);
                      code.increment(0, -1).iload(0).jump(IFGT, "loop");
                      code.await().pop().iload(1).boxInt().returnCompleted();
                    })
                .toBytes());

    MethodNode entry = weaving.entryOf("m");
    assertThat(LoopShape.count(entry)).isEqualTo(1);
    assertThat(LoopShape.isReducible(entry)).isTrue();
    // No state is kept for headers: no resume goes through the loop.
    assertThat(entry.instructions.get(0).getOpcode()).isEqualTo(ALOAD);
  }

  @Test
  void awaits_in_nested_loops_leave_both_loops_natural() {
    Weaving weaving =
        Weaving.clean(
            made()
                .cold(
                    "m",
                    "(I)",
                    code -> {
                      code.at("outer").iload(0).istore(1).await().log();
                      code.at("inner").await().log().increment(1, -1);
                      code.iload(1).jump(IFGT, "inner");
                      code.increment(0, -1).iload(0).jump(IFGT, "outer");
                      code.push("end").returnCompleted();
                    })
                .toBytes());

    LoopShape.assertKept(weaving);
    assertThat(LoopShape.count(weaving.entryOf("m"))).isEqualTo(2);
  }

  @Test
  void awaits_in_monitors_leave_the_loops_around_and_in_them_natural() {
    Weaving weaving =
        Weaving.clean(
            made()
                .releasing(
                    ACC_SYNCHRONIZED,
                    "m",
                    "(I)",
                    code -> {
                      code.at("outer").iload(0).istore(1);
                      code.lock(0)
                          .synchronizedBlock(
                              "block",
                              2,
                              () -> {
                                code.at("inner").await().log().increment(1, -1);
                                code.iload(1).jump(IFGT, "inner");
                              });
                      code.increment(0, -1).iload(0).jump(IFGT, "outer");
                      code.push("end").returnCompleted();
                    })
                .toBytes());
    MethodNode entry = weaving.entryOf("m");

    LoopShape.assertKept(weaving);
    assertThat(LoopShape.isReducible(entry)).isTrue();
    assertThat(MonitorShape.faults(entry)).isEmpty();
  }

  @Test
  void a_dispatch_into_a_loop_would_be_noticed() {
    MethodNode method =
        HandMadeClass.named("made/T")
            .method(
                ACC_STATIC,
                "m",
                "(II)V",
                code -> {
                  code.iload(1).jump(IFNE, "resume");
                  code.at("loop").increment(0, 1);
                  code.at("body").iload(0).jump(IFGT, "loop").op(RETURN);
                  code.at("resume").goTo("body");
                })
            .node()
            .methods
            .get(0);

    assertThat(LoopShape.isReducible(method)).isFalse();
  }
}
