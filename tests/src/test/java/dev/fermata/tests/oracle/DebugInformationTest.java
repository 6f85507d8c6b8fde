package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** What a debugger reads in woven classes is true. */
class DebugInformationTest {
  static List<Build> builds() {
    return Build.all().stream().filter(Build::debug).toList();
  }

  // case 122
  @ParameterizedTest
  @MethodSource("builds")
  void no_variable_is_in_scope_where_its_slot_is_undefined(Build build) throws Exception {
    List<String> wrong = new ArrayList<>();
    int variables = 0;
    for (ClassNode owner : entries(build)) {
      for (MethodNode method : owner.methods) {
        if (method.localVariables != null && method.instructions.size() > 0) {
          variables += method.localVariables.size();
          wrong.addAll(undefined(owner, method));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(variables).isGreaterThan(1_000);
  }

  // case 121
  @ParameterizedTest
  @MethodSource("builds")
  void every_line_of_a_woven_class_is_one_of_its_source(Build build) {
    Map<String, byte[]> original = TargetSuite.of(build).classes();
    for (ClassNode owner : entries(build)) {
      ClassNode before = new ClassNode();
      new ClassReader(original.get(owner.name)).accept(before, 0);
      assertThat(lines(owner)).as(owner.name).isSubsetOf(lines(before));
    }
  }

  private static List<ClassNode> entries(Build build) {
    List<ClassNode> classes = new ArrayList<>();
    TargetSuite.of(build)
        .woven()
        .results()
        .forEach(
            (name, result) -> {
              ClassNode node = new ClassNode();
              new ClassReader(result.bytes()).accept(node, 0);
              classes.add(node);
            });
    return classes;
  }

  private static List<Integer> lines(ClassNode owner) {
    List<Integer> lines = new ArrayList<>();
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode node : method.instructions) {
        if (node instanceof LineNumberNode line) {
          lines.add(line.line);
        }
      }
    }
    return lines;
  }

  private static List<String> undefined(ClassNode owner, MethodNode method)
      throws AnalyzerException {
    List<String> wrong = new ArrayList<>();
    Frame<BasicValue>[] frames = new Analyzer<>(new BasicInterpreter()).analyze(owner.name, method);
    for (LocalVariableNode variable : method.localVariables) {
      int end = method.instructions.indexOf(variable.end);
      for (int i = method.instructions.indexOf(variable.start); i < end; i++) {
        boolean real = method.instructions.get(i).getOpcode() >= 0;
        if (real && frames[i] != null && !fits(variable, frames[i])) {
          wrong.add(owner.name + "." + method.name + ": " + variable.name + " at node " + i);
          break;
        }
      }
    }
    return wrong;
  }

  private static boolean fits(LocalVariableNode variable, Frame<BasicValue> frame) {
    BasicValue value = frame.getLocal(variable.index);
    Type declared = Type.getType(variable.desc);
    if (value == BasicValue.UNINITIALIZED_VALUE) {
      return false;
    }
    boolean reference = declared.getSort() >= Type.ARRAY;
    return reference == value.isReference() && declared.getSize() == value.getSize();
  }
}
