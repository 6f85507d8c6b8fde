package dev.fermata.compiler.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.flow.TypeCheckException;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

/** Tests of {@link MethodVerifier}: above all, that it rejects what the JVM rejects. */
class MethodVerifierTest {
  private static final Object[] NONE = {};

  private static void verify(String descriptor, Consumer<Code> body) {
    MethodNode method =
        HandMadeClass.named("made/T")
            .method(ACC_STATIC, "m", descriptor, body)
            .node()
            .methods
            .get(0);
    ClassHierarchy hierarchy =
        new ClassHierarchy(ClassBytes.of(MethodVerifierTest.class.getClassLoader()));
    new MethodVerifier(hierarchy).verify("made/T", method);
  }

  private static AbstractThrowableAssert<?, ?> rejected(String descriptor, Consumer<Code> body) {
    return assertThatThrownBy(() -> verify(descriptor, body))
        .isInstanceOf(TypeCheckException.class);
  }

  @Test
  void a_valid_method_is_accepted() {
    assertThatCode(
            () ->
                verify(
                    "(ILjava/lang/String;)Ljava/lang/Object;",
                    code -> {
                      code.tryCatch("loop", "end", "handler", "java/lang/Error");
                      code.at("loop").map(INTEGER, "java/lang/Object");
                      code.increment(0, -1).iload(0).jump(IFGT, "loop");
                      code.aload(1).op(ARETURN).at("end");
                      code.at("handler")
                          .map(new Object[] {INTEGER, TOP}, new Object[] {"java/lang/Throwable"});
                      code.op(ATHROW);
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void a_local_of_the_wrong_type_at_a_jump() {
    rejected(
            "(I)V",
            code -> {
              code.iload(0).jump(IFEQ, "end");
              code.at("end").map("java/lang/String").op(RETURN);
            })
        .hasMessage("local 0 is int where java/lang/String is expected");
  }

  @Test
  void a_local_that_a_stack_map_declares_and_nobody_wrote() {
    rejected("()V", code -> code.goTo("end").at("end").map(INTEGER).op(RETURN))
        .hasMessage("local 0 is top where int is expected");
  }

  @Test
  void a_local_of_the_wrong_type_where_control_falls_into_a_stack_map() {
    rejected("(J)V", code -> code.op(NOP).map(DOUBLE).op(RETURN))
        .hasMessage("local 0 is long where double is expected");
  }

  @Test
  void too_many_or_too_few_operands_at_a_jump() {
    rejected(
            "(I)V",
            code -> code.push(1).goTo("end").at("end").map(new Object[] {INTEGER}, NONE).op(RETURN))
        .hasMessage("operands [] are expected instead of [int]");
    rejected(
            "(I)V",
            code ->
                code.goTo("end")
                    .at("end")
                    .map(new Object[] {INTEGER}, new Object[] {INTEGER})
                    .op(POP, RETURN))
        .hasMessage("operands [int] are expected instead of []");
  }

  @Test
  void an_operand_of_the_wrong_class_at_a_jump() {
    rejected(
            "(Ljava/lang/Object;)V",
            code ->
                code.aload(0)
                    .goTo("end")
                    .at("end")
                    .map(NONE, new Object[] {"java/lang/String"})
                    .op(POP, RETURN))
        .hasMessageContaining("are expected instead of [java/lang/Object]");
  }

  @Test
  void a_missing_stack_map_at_a_jumps_target() {
    rejected("(I)V", code -> code.iload(0).jump(IFEQ, "end").op(NOP).at("end").op(RETURN))
        .hasMessage("a stack map is missing at a jump's target");
  }

  @Test
  void a_missing_stack_map_after_a_jump() {
    rejected("(I)V", code -> code.op(RETURN, NOP, RETURN))
        .hasMessage("a stack map is missing after a jump");
  }

  @Test
  void two_stack_maps_at_one_place() {
    rejected("()V", code -> code.op(NOP).map().map().op(RETURN))
        .hasMessage("two stack maps at one place");
  }

  @Test
  void control_that_runs_off_the_end() {
    rejected("()V", code -> code.op(NOP)).hasMessage("control runs off the end of the code");
  }

  @Test
  void operands_of_the_wrong_type() {
    rejected("()V", code -> code.push(1L).push(1).op(IADD, POP, RETURN));
    rejected("()V", code -> code.push(1).push(1L).op(LSHL, POP2, RETURN));
    rejected("()V", code -> code.push("text").jump(IFEQ, "end").at("end").map().op(RETURN));
    rejected("()V", code -> code.push(1).op(ATHROW));
    rejected("()V", code -> code.push("text").op(ATHROW))
        .hasMessage("java/lang/Throwable is expected instead of java/lang/String");
    rejected("()V", code -> code.push(1.0f).astore(0).op(RETURN));
    rejected("()V", code -> code.push("text").op(ARRAYLENGTH, POP, RETURN))
        .hasMessage("an array is expected instead of java/lang/String");
  }

  @Test
  void a_local_that_is_read_as_another_type() {
    rejected("(J)V", code -> code.iload(0).op(POP, RETURN));
    rejected("(J)V", code -> code.iload(1).op(POP, RETURN));
    rejected("(I)V", code -> code.aload(0).op(POP, RETURN));
    rejected("(J)V", code -> code.push(1).istore(1).lload(0).op(POP2, RETURN));
    rejected("()V", code -> code.iload(7).op(POP, RETURN));
    rejected("(J)V", code -> code.increment(0, 1).op(RETURN));
  }

  @Test
  void half_of_a_wide_value() {
    rejected("()V", code -> code.push(1L).op(POP, POP, RETURN)).hasMessageContaining("half of");
    rejected("()V", code -> code.push(1L).push(1).op(SWAP, POP, POP2, RETURN));
    rejected("()V", code -> code.push(1L).push(1).op(DUP2, POP2, POP, POP2, RETURN));
    rejected("()V", code -> code.push(1).push(2L).push(3).op(DUP2_X1, RETURN));
  }

  @Test
  void an_empty_stack() {
    rejected("()V", code -> code.op(POP, RETURN)).hasMessage("operand stack underflow");
  }

  @Test
  void uninitialised_objects_in_the_wrong_place() {
    String builder = "java/lang/StringBuilder";
    rejected("()Ljava/lang/Object;", code -> code.newObject(builder).op(ARETURN));
    rejected(
        "()V",
        code ->
            code.newObject(builder)
                .invokeVirtual(builder, "toString", "()Ljava/lang/String;")
                .op(POP, RETURN));
    rejected("()V", code -> code.newObject(builder).log().op(RETURN));
    rejected(
        "()V",
        code ->
            code.newObject(builder)
                .goTo("end")
                .at("end")
                .map(NONE, new Object[] {builder})
                .op(POP, RETURN));
  }

  @Test
  void a_constructor_that_is_called_on_an_initialised_object() {
    String builder = "java/lang/StringBuilder";
    rejected(
            "()V",
            code ->
                code.newObject(builder)
                    .dup()
                    .construct(builder, "()V")
                    .construct(builder, "()V")
                    .op(RETURN))
        .hasMessage("a constructor is called on java/lang/StringBuilder");
  }

  @Test
  void a_constructor_of_another_class() {
    rejected(
        "()V",
        code ->
            code.newObject("java/lang/StringBuilder")
                .construct("java/lang/Object", "()V")
                .op(RETURN));
  }

  @Test
  void an_uninitialised_object_that_is_made_again_while_it_is_on_the_stack() {
    rejected(
            "()V",
            code -> {
              org.objectweb.asm.Label label = code.label("loop");
              code.at("loop").newObject("java/lang/Object");
              code.goTo("again");
              code.at("again").map(NONE, new Object[] {label}).goTo("loop");
            })
        .isInstanceOf(TypeCheckException.class);
  }

  @Test
  void the_wrong_return_instruction() {
    rejected("()V", code -> code.push(1).op(IRETURN));
    rejected("()I", code -> code.op(RETURN));
    rejected("()I", code -> code.push(1L).op(LRETURN));
    rejected("()Ljava/lang/Object;", code -> code.push(1).op(IRETURN));
    rejected("()I", code -> code.push("text").op(ARETURN));
    rejected("()Ljava/lang/Integer;", code -> code.push("text").op(ARETURN));
  }

  @Test
  void an_argument_of_the_wrong_class() {
    rejected(
            "(Ljava/lang/Object;)V",
            code -> code.aload(0).callStatic("a/B", "m", "(Ljava/lang/String;)V").op(RETURN))
        .hasMessage("java/lang/String is expected instead of java/lang/Object");
    rejected("()V", code -> code.push(1).callStatic("a/B", "m", "(J)V").op(RETURN));
  }

  @Test
  void an_array_instruction_for_another_array() {
    rejected("([J)V", code -> code.aload(0).push(0).op(IALOAD, POP, RETURN));
    rejected("([I)V", code -> code.aload(0).push(0).op(AALOAD, POP, RETURN));
    rejected("([I)V", code -> code.aload(0).push(0).push(1L).op(LASTORE, RETURN));
    rejected("([I)V", code -> code.aload(0).push(0).pushNull().op(AASTORE, RETURN));
  }

  @Test
  void array_instructions_for_their_own_arrays_are_accepted() {
    assertThatCode(
            () ->
                verify(
                    "([Z[B[Ljava/lang/String;[[I)V",
                    code -> {
                      code.aload(0).push(0).op(BALOAD).pop();
                      code.aload(1).push(0).push(1).op(BASTORE);
                      code.aload(2).push(0).aload(2).push(0).op(AALOAD, AASTORE);
                      code.aload(3).push(0).op(AALOAD).push(0).push(1).op(IASTORE);
                      code.pushNull().push(0).op(LALOAD, POP2, RETURN);
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void a_handler_that_expects_what_the_range_does_not_have() {
    rejected(
            "()V",
            code -> {
              code.tryCatch("start", "end", "handler", null);
              code.at("start").op(NOP).push(1).istore(0).op(NOP).at("end").op(RETURN);
              code.at("handler")
                  .map(new Object[] {INTEGER}, new Object[] {"java/lang/Throwable"})
                  .op(POP, RETURN);
            })
        .hasMessage("local 0 is top where int is expected");
  }

  @Test
  void a_handler_of_another_exception() {
    rejected(
            "()V",
            code -> {
              code.tryCatch("start", "end", "handler", "java/lang/Error");
              code.at("start").op(NOP).at("end").op(RETURN);
              code.at("handler").map(NONE, new Object[] {"java/lang/Exception"}).op(POP, RETURN);
            })
        .hasMessageContaining("the handler of java/lang/Error expects");
  }

  @Test
  void a_handler_with_two_operands() {
    rejected(
        "()V",
        code -> {
          code.tryCatch("start", "end", "handler", null);
          code.at("start").op(NOP).at("end").op(RETURN);
          code.at("handler")
              .map(NONE, new Object[] {"java/lang/Throwable", INTEGER})
              .op(POP2, RETURN);
        });
  }

  @Test
  void old_subroutines() {
    rejected(
            "()V",
            code -> {
              code.jump(JSR, "sub").op(RETURN);
              code.at("sub").map(NONE, new Object[] {TOP}).op(POP, RETURN);
            })
        .hasMessageContaining("class files of version 52 lack");
  }

  @Test
  void the_instruction_is_noted() {
    assertThatThrownBy(() -> verify("()V", code -> code.op(NOP, POP, RETURN)))
        .isInstanceOfSatisfying(
            TypeCheckException.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.instruction())
                    .isNotNull()
                    .extracting(org.objectweb.asm.tree.AbstractInsnNode::getOpcode)
                    .isEqualTo(POP));
  }
}
