package dev.fermata.compiler.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.RETURN;

import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

/** What {@link CloseLoopIterators} costs; what it does is tested by woven generators. */
class CloseLoopIteratorsTest {
  private static final ClassHierarchy HIERARCHY =
      new ClassHierarchy(ClassBytes.of(CloseLoopIteratorsTest.class.getClassLoader()));

  /** How often a method was analysed until its loops were rewritten, which adds a handler each. */
  private static int rounds(int loops, Consumer<Code> body) {
    HandMadeClass made = HandMadeClass.named(Trial.CLASS);
    made.method(ACC_STATIC, "m", "(Ljava/lang/Iterable;)V", body);
    MethodNode method = Weaving.methodNamed(Weaving.treeOf(made.toBytes()), "m");

    int rounds = CloseLoopIterators.run(Trial.CLASS, method, HIERARCHY, true);

    assertThat(method.tryCatchBlocks.stream().map(range -> range.handler).distinct())
        .hasSize(loops);
    return rounds;
  }

  private static void loop(Code code, String name, int slot, Runnable body) {
    code.aload(0);
    call(code, "java/lang/Iterable", "iterator", "()Ljava/util/Iterator;");
    call(code.astore(slot).at(name).aload(slot), "java/util/Iterator", "hasNext", "()Z");
    code.jump(IFEQ, name + "End").aload(slot);
    call(code, "java/util/Iterator", "next", "()Ljava/lang/Object;");
    code.op(POP);
    body.run();
    code.goTo(name).at(name + "End");
  }

  private static void call(Code code, String owner, String name, String descriptor) {
    code.out().visitMethodInsn(INVOKEINTERFACE, owner, name, descriptor, true);
  }

  private static void nest(Code code, int level, int depth) {
    if (level < depth) {
      loop(code, "loop" + level, 1 + level, () -> nest(code, level + 1, depth));
    }
  }

  @Test
  void loops_in_a_row_are_found_by_one_analysis_of_the_method() {
    int rounds =
        rounds(
            50,
            code -> {
              for (int i = 0; i < 50; i++) {
                loop(code, "loop" + i, 1, () -> {});
              }
              code.op(RETURN);
            });

    assertThat(rounds).isEqualTo(1);
  }

  @Test
  void nested_loops_are_found_one_level_after_the_other() {
    int rounds =
        rounds(
            8,
            code -> {
              nest(code, 0, 4);
              loop(code, "other", 1, () -> loop(code, "in", 2, () -> {}));
              loop(code, "third", 1, () -> {});
              loop(code, "fourth", 1, () -> {});
              code.op(RETURN);
            });

    assertThat(rounds).isEqualTo(4);
  }
}
