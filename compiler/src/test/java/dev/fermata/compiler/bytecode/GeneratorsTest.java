package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Weaving;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests of generators, and of loops over them, of shapes that Java's grammar does not have. */
class GeneratorsTest {
  private static final String OWNER = "hand/Made";
  private static final String ASYNC = "(Ljava/util/List;)Ldev/fermata/AsyncIterable;";
  private static final String FERMATA = "dev/fermata/Fermata";
  private static final String ITERATOR = "java/util/Iterator";

  private final HandMadeClass owner = HandMadeClass.named(OWNER);

  /** Adds a generator of 0, 1, 2 … whose finally block adds "closed" to the list. */
  private void addNumbers() {
    owner.async(
        ACC_STATIC,
        "numbers",
        ASYNC,
        code -> {
          code.tryCatch("start", "end", "finally", null);
          code.push(0).istore(1);
          code.at("start").at("loop").iload(1).boxInt();
          emit(code).increment(1, 1).goTo("loop").at("end");
          code.at("finally").astore(2).push("closed");
          add(code).aload(2).op(ATHROW);
        });
  }

  private static Code emit(Code code) {
    return code.callStatic(FERMATA, "emit", "(Ljava/lang/Object;)V");
  }

  /** Adds what is on top of the stack to the list that is the first parameter. */
  private static Code add(Code code) {
    code.aload(0).swap();
    code.out()
        .visitMethodInsn(INVOKEINTERFACE, "java/util/List", "add", "(Ljava/lang/Object;)Z", true);
    return code.pop();
  }

  private static Code iterator(Code code) {
    code.aload(0).callStatic(OWNER, "numbers", ASYNC);
    code.out()
        .visitMethodInsn(
            INVOKEINTERFACE,
            "dev/fermata/AsyncIterable",
            "iterator",
            "()Ldev/fermata/AsyncIterator;",
            true);
    return code;
  }

  private static Code hasNext(Code code) {
    code.out().visitMethodInsn(INVOKEINTERFACE, ITERATOR, "hasNext", "()Z", true);
    return code;
  }

  private static Code next(Code code) {
    code.out().visitMethodInsn(INVOKEINTERFACE, ITERATOR, "next", "()Ljava/lang/Object;", true);
    return code;
  }

  /** A loop as javac makes it, over the iterator on the stack, that is left at an element. */
  private static void loopUntil(Code code, int slot, int last, String name) {
    code.astore(slot);
    code.at(name).aload(slot);
    hasNext(code).jump(IFEQ, name + " end");
    code.aload(slot);
    next(code).unboxInt().istore(slot + 1).iload(slot + 1).boxInt();
    add(code).iload(slot + 1).push(last).jump(IF_ICMPLT, name);
    code.at(name + " end");
  }

  private List<Object> run(Consumer<Code> body) throws Exception {
    owner.cold("reads", "(Ljava/util/List;)", body);
    List<Object> seen = new ArrayList<>();
    Object made =
        Weaving.clean(owner.toBytes()).load().getMethod("reads", List.class).invoke(null, seen);
    seen.add("result " + Fermata.run((Coroutine<?>) made));
    return seen;
  }

  @Test
  void an_emit_keeps_the_operands_below_it() throws Exception {
    owner.async(
        ACC_STATIC,
        "numbers",
        ASYNC,
        code -> {
          code.push(40).push(2L).push("first");
          emit(code).op(L2I, IADD).boxInt();
          emit(code).pushNull().op(ARETURN);
        });
    assertThat(
            run(
                code -> {
                  loopUntil(next(iterator(code).dup().astore(1)).op(POP).aload(1), 1, 100, "loop");
                  code.push("end").returnCompleted();
                }))
        .containsExactly(42, "result end");
  }

  @Test
  void an_iterator_stays_on_the_stack_in_its_loop() throws Exception {
    addNumbers();
    assertThat(
            run(
                code -> {
                  iterator(code);
                  code.at("loop").dup();
                  hasNext(code).jump(IFEQ, "end").dup();
                  next(code).unboxInt().istore(1).iload(1).boxInt();
                  add(code).iload(1).push(2).jump(IF_ICMPLT, "loop");
                  // What is not in a variable is nobody's but its user's.
                  code.out()
                      .visitMethodInsn(
                          INVOKEINTERFACE, "dev/fermata/AsyncIterator", "close", "()V", true);
                  code.push("closes").returnCompleted();
                  code.at("end").pop().push("end").returnCompleted();
                }))
        .containsExactly(0, 1, 2, "closed", "result closes");
  }

  @Test
  void one_variable_is_the_iterator_of_two_loops() throws Exception {
    addNumbers();
    assertThat(
            run(
                code -> {
                  loopUntil(iterator(code), 1, 1, "first");
                  loopUntil(iterator(code), 1, 0, "second");
                  code.push("end").returnCompleted();
                }))
        .containsExactly(0, 1, "closed", 0, "closed", "result end");
  }

  @Test
  void a_loop_has_operands_below_it() throws Exception {
    addNumbers();
    assertThat(
            run(
                code -> {
                  code.push(5L).push("below");
                  loopUntil(iterator(code), 1, 1, "loop");
                  code.astore(1).boxLong();
                  add(code).aload(1).returnCompleted();
                }))
        .containsExactly(0, 1, "closed", 5L, "result below");
  }

  @Test
  void an_iterator_whose_variable_is_overwritten_in_the_loop_is_left_open() throws Exception {
    addNumbers();
    assertThat(
            run(
                code -> {
                  iterator(code).astore(1);
                  code.at("loop").aload(1);
                  hasNext(code).jump(IFEQ, "end").aload(1);
                  next(code).astore(2).push("other").astore(1).aload(2);
                  add(code).aload(1).returnCompleted();
                  code.at("end").push("end").returnCompleted();
                }))
        .containsExactly(0, "closed", "result other"); // by the loop of events, when it ends
  }

  @Test
  void a_loop_that_does_something_before_it_asks_works() throws Exception {
    addNumbers();
    assertThat(
            run(
                code -> {
                  code.push(0).istore(3);
                  iterator(code).astore(1);
                  code.at("loop").increment(3, 1).aload(1);
                  hasNext(code).jump(IFEQ, "end").aload(1);
                  next(code).op(POP).iload(3).push(3).jump(IF_ICMPLT, "loop");
                  code.at("end").iload(3).boxInt().returnCompleted();
                }))
        .containsExactly("closed", "result 3");
  }
}
