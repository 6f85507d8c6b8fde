package dev.fermata.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.RuntimeContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What each level of a suspended chain calls is so small that HotSpot inlines it without having
 * counted the calls: six bytes of code, MaxTrivialSize.
 */
class InlinedEverywhereTest {
  @ParameterizedTest
  @CsvSource({
    RuntimeContract.CONTINUATIONS + "," + RuntimeContract.OUTCOME + ",1",
    RuntimeContract.TYPED_RESULTS + "," + RuntimeContract.TOLD + ",4",
    RuntimeContract.TYPED_RESULTS + "," + RuntimeContract.TAKE_TOLD + ",4"
  })
  void it_calls_one_function_and_does_nothing_else(String owner, String name, int overloads)
      throws IOException {
    ClassNode node = new ClassNode();
    try (InputStream in = getClass().getResourceAsStream("/" + owner + ".class")) {
      assertThat(in).as(owner).isNotNull();
      new ClassReader(in).accept(node, 0);
    }
    List<MethodNode> found =
        node.methods.stream().filter(m -> m.name.equals(name) && isCalled(m)).toList();
    assertThat(found).hasSize(overloads);
    for (MethodNode method : found) {
      List<Integer> opcodes = new ArrayList<>();
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction.getOpcode() >= 0) {
          opcodes.add(instruction.getOpcode());
        }
      }
      opcodes.remove((Object) Opcodes.ALOAD); // the one parameter, in one byte
      assertThat(opcodes)
          .as(method.name + method.desc)
          .containsExactly(Opcodes.INVOKESTATIC, Opcodes.ARETURN);
    }
  }

  private static boolean isCalled(MethodNode method) {
    return (method.access & Opcodes.ACC_PUBLIC) != 0;
  }
}
