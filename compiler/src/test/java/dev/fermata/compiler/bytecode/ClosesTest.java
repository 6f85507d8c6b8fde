package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Resource;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Tests of closes that no compiler of today writes: those of old ones, and others by hand. */
class ClosesTest {
  private static final String RESOURCE = "dev/fermata/compiler/fixture/Resource";
  private static final String OPEN = "(Ljava/lang/String;)L" + RESOURCE + ";";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String SEE = "(Ljava/lang/Throwable;)Ljava/lang/Throwable;";
  private static final String HELPER = "$closeResource";
  private static final String HELPER_DESC = "(Ljava/lang/Throwable;Ljava/lang/AutoCloseable;)V";

  @BeforeEach
  void forget() {
    Resource.takeFailures();
  }

  private static Code close(Code code) {
    return code.invokeVirtual(RESOURCE, "close", "()V");
  }

  private static Code suppress(Code code) {
    return code.invokeVirtual(THROWABLE, "addSuppressed", "(Ljava/lang/Throwable;)V");
  }

  private static Code open(Code code, String name) {
    return code.push(name).callStatic(RESOURCE, name.endsWith("!") ? "openFailing" : "open", OPEN);
  }

  /** An outermost handler that notes what is thrown, with what it suppresses. */
  private static Consumer<Code> noting(Consumer<Code> body) {
    return code -> {
      body.accept(code.at("start"));
      code.at("end").at("noted").callStatic(RESOURCE, "see", SEE).op(ATHROW);
      code.tryCatch("start", "end", "noted", THROWABLE);
    };
  }

  /**
   * The failures that closes were told: all done, all held, the only await failing at once and
   * later, and cancelled there.
   */
  private static List<String> failures(HandMadeClass made) {
    Equivalence.check(made.toBytes(), "m");
    return Resource.takeFailures();
  }

  private static List<String> failures(Consumer<Code> body) {
    return failures(Trial.of("()", noting(body)));
  }

  /**
   * As javac 7 and 8 write it: the body's exception is noted by one handler, and the resource is
   * closed by that of a finally.
   */
  private static void asOfJava8(Code code, String resource) {
    code.tryCatch("dead", "deadEnd", "deadSuppressed", THROWABLE);
    code.tryCatch("body", "bodyEnd", "caught", THROWABLE);
    code.tryCatch("close", "closeEnd", "suppressed", THROWABLE);
    code.tryCatch("body", "bodyEnd", "any", null);
    code.tryCatch("caught", "anyEnd", "any", null);
    open(code, resource).astore(1).pushNull().astore(2);
    code.at("body").await().log().at("bodyEnd");
    code.aload(1).jump(IFNULL, "out").aload(2).jump(IFNULL, "normal");
    close(code.at("dead").aload(1)).at("deadEnd").goTo("out");
    suppress(code.at("deadSuppressed").astore(3).aload(2).aload(3)).goTo("out");
    close(code.at("normal").aload(1)).goTo("out");
    code.at("caught").astore(3).aload(3).astore(2).aload(3).op(ATHROW);
    code.at("any").astore(4).at("anyEnd");
    code.aload(1).jump(IFNULL, "rethrow").aload(2).jump(IFNULL, "simple");
    close(code.at("close").aload(1)).at("closeEnd").goTo("rethrow");
    suppress(code.at("suppressed").astore(5).aload(2).aload(5)).goTo("rethrow");
    close(code.at("simple").aload(1));
    code.at("rethrow").aload(4).op(ATHROW);
    code.at("out").push("end").returnCompleted();
  }

  @Test
  void a_close_of_javac_8_is_told_the_failure() {
    assertThat(failures(code -> asOfJava8(code, "a")))
        .containsExactly("none", "none", "failure 1", "failure 1", "cancelled");
  }

  @Test
  void a_failing_close_of_javac_8_is_suppressed() {
    assertThat(failures(code -> asOfJava8(code, "a!")))
        .containsExactly("none", "none", "failure 1", "failure 1", "cancelled");
  }

  /** As javac 9 and 10 write it, with a static method that closes. */
  private static HandMadeClass asOfJava9(String type, Consumer<Code> open) {
    return withHelper(
        noting(
            code -> {
              code.tryCatch("body", "bodyEnd", "caught", THROWABLE);
              code.tryCatch("body", "bodyEnd", "any", null);
              code.tryCatch("caught", "anyEnd", "any", null);
              open.accept(code);
              code.type(CHECKCAST, type).astore(1).pushNull().astore(2);
              code.at("body").await().log().at("bodyEnd");
              code.aload(1).jump(IFNULL, "out");
              code.aload(2).aload(1).callOwn(HELPER, HELPER_DESC).goTo("out");
              code.at("caught").astore(3).aload(3).astore(2).aload(3).op(ATHROW);
              code.at("any").astore(4).at("anyEnd").aload(1).jump(IFNULL, "rethrow");
              code.aload(2).aload(1).callOwn(HELPER, HELPER_DESC);
              code.at("rethrow").aload(4).op(ATHROW);
              code.at("out").push("end").returnCompleted();
            }));
  }

  private static HandMadeClass withHelper(Consumer<Code> body) {
    return Trial.of("()", body)
        .method(
            ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
            HELPER,
            HELPER_DESC,
            code -> {
              code.tryCatch("start", "end", "handler", THROWABLE);
              code.aload(0).jump(IFNULL, "simple").at("start").aload(1);
              plainClose(code).at("end").op(RETURN);
              suppress(code.at("handler").astore(2).aload(0).aload(2)).op(RETURN);
              plainClose(code.at("simple").aload(1)).op(RETURN);
            });
  }

  private static Code plainClose(Code code) {
    code.out().visitMethodInsn(INVOKEINTERFACE, "java/lang/AutoCloseable", "close", "()V", true);
    return code;
  }

  @Test
  void the_method_by_which_javac_9_closes_awaits_and_is_told_the_failure() {
    assertThat(failures(asOfJava9(RESOURCE, code -> open(code, "a"))))
        .containsExactly("none", "none", "failure 1", "failure 1", "cancelled");
    assertThat(failures(asOfJava9(RESOURCE, code -> open(code, "a!"))))
        .containsExactly("none", "none", "failure 1", "failure 1", "cancelled");
  }

  @Test
  void what_javac_9_closes_may_be_any_resource() {
    for (String name : List.of("a", "a!")) {
      assertThat(failures(asOfJava9("java/lang/AutoCloseable", code -> open(code, name))))
          .isEmpty();
    }
  }

  @Test
  void the_method_of_javac_9_is_called_where_something_else_is_on_the_stack() {
    Trial.expect(
        "below1",
        withHelper(
                code -> {
                  open(code.push("below").pushNull(), "a")
                      .type(CHECKCAST, "java/lang/AutoCloseable");
                  code.callOwn(HELPER, HELPER_DESC).await();
                  code.invokeVirtual("java/lang/Object", "toString", "()Ljava/lang/String;");
                  code.invokeVirtual(
                          "java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;")
                      .returnCompleted();
                })
            .toBytes());
  }

  /** try { await } catch (Throwable t) { close; throw t }, with a close at the normal end. */
  private static void aroundAnAwait(Code code, Runnable load, int variable) {
    code.tryCatch("body", "bodyEnd", "handler", THROWABLE);
    code.at("body").await().log().at("bodyEnd");
    load.run();
    close(code).push("end").returnCompleted();
    code.at("handler").astore(variable);
    load.run();
    close(code).aload(variable).op(ATHROW);
  }

  @Test
  void a_resource_that_is_in_no_variable_has_no_failure() {
    HandMadeClass made =
        Trial.of(
                "()",
                noting(
                    code -> {
                      open(code, "a");
                      code.out().visitFieldInsn(PUTSTATIC, Trial.CLASS, "r", "L" + RESOURCE + ";");
                      aroundAnAwait(
                          code,
                          () ->
                              code.out()
                                  .visitFieldInsn(
                                      GETSTATIC, Trial.CLASS, "r", "L" + RESOURCE + ";"),
                          1);
                    }))
            .field("r", "L" + RESOURCE + ";");

    assertThat(failures(made)).containsOnly("none").hasSize(5);
  }

  @Test
  void a_resource_in_a_variable_of_another_type_is_cast() {
    assertThat(
            failures(
                code -> {
                  open(code, "a").type(CHECKCAST, "java/lang/Object").astore(1);
                  aroundAnAwait(code, () -> code.aload(1).type(CHECKCAST, RESOURCE), 2);
                }))
        .containsExactly("none", "none", "failure 1", "failure 1", "cancelled");
  }

  @Test
  void an_exception_in_a_variable_of_another_type_is_cast() {
    HandMadeClass made =
        Trial.of(
            "()",
            noting(
                code -> {
                  code.tryCatch("body", "bodyEnd", "handler", THROWABLE);
                  open(code, "a").astore(1);
                  code.at("body").await().log().at("bodyEnd");
                  close(code.aload(1)).push("end").returnCompleted();
                  // The stack map of the join knows an Object only.
                  code.at("handler").astore(2).aload(1).jump(IFNULL, "none").goTo("close");
                  code.at("none").pushNull().astore(2);
                  code.at("close")
                      .map(new Object[] {TOP, RESOURCE, "java/lang/Object"}, new Object[0]);
                  close(code.aload(1)).aload(2).type(CHECKCAST, THROWABLE).op(ATHROW);
                }));

    assertThat(failures(made))
        .containsExactly("none", "none", "failure 1", "failure 1", "cancelled");
  }

  @Test
  void a_variable_that_may_have_an_exception_of_elsewhere_is_no_failure() {
    HandMadeClass made =
        Trial.of(
            "()",
            noting(
                code -> {
                  code.tryCatch("body", "bodyEnd", "handler", THROWABLE);
                  code.newObject(THROWABLE).dup().construct(THROWABLE, "()V").astore(2);
                  open(code, "a").astore(1);
                  code.at("body").await().log().at("bodyEnd").goTo("close");
                  code.at("handler").astore(2);
                  close(code.at("close").aload(1)).aload(2).op(ATHROW);
                }));

    // The lint does not see that the handler throws behind the join.
    Equivalence.check(Weaving.withWarnings(made.toBytes()), "m");
    assertThat(Resource.takeFailures()).containsOnly("none").hasSize(5);
  }

  @Test
  void a_resource_that_is_opened_again_has_forgotten_the_failure() {
    assertThat(
            failures(
                code -> {
                  code.tryCatch("body", "bodyEnd", "handler", THROWABLE);
                  open(code, "a").astore(1);
                  code.at("body").await().log().at("bodyEnd").push("end").returnCompleted();
                  code.at("handler").astore(2);
                  open(code, "b").astore(1);
                  close(code.aload(1)).aload(2).op(ATHROW);
                }))
        .containsExactly("none", "none", "none");
  }

  // addSuppressed

  private static List<String> suppressing(Weaving weaving) {
    return java.util.Arrays.stream(weaving.entryOf("m").instructions.toArray())
        .filter(node -> node instanceof MethodInsnNode)
        .map(AbstractInsnNode.class::cast)
        .map(node -> ((MethodInsnNode) node).owner + "." + ((MethodInsnNode) node).name)
        .filter(name -> name.toLowerCase(java.util.Locale.ROOT).contains("suppress"))
        .toList();
  }

  @Test
  void what_suppresses_is_asked_whether_it_is_replaced() {
    Weaving weaving =
        Weaving.clean(Trial.of("()", noting(code -> asOfJava8(code, "a!"))).toBytes());

    assertThat(suppressing(weaving))
        .containsExactly(
            "dev/fermata/runtime/Continuations.addSuppressed",
            "dev/fermata/runtime/Continuations.addSuppressed");
  }

  @Test
  void a_subtype_suppresses_and_another_class_with_such_a_method_stays_alone() {
    String failure = "dev/fermata/compiler/fixture/HandMadeException";
    Weaving weaving =
        Weaving.clean(
            Trial.of(
                    "()",
                    code -> {
                      code.newObject(failure).dup().push("e");
                      code.construct(failure, "(Ljava/lang/String;)V").astore(1);
                      code.await().log();
                      code.aload(1).newObject(failure).dup().push("x");
                      code.construct(failure, "(Ljava/lang/String;)V");
                      code.invokeVirtual(failure, "addSuppressed", "(Ljava/lang/Throwable;)V");
                      code.pushNull().type(CHECKCAST, "made/Other").aload(1);
                      code.invokeVirtual("made/Other", "addSuppressed", "(Ljava/lang/Throwable;)V");
                      code.push("end").returnCompleted();
                    })
                .toBytes());

    assertThat(suppressing(weaving))
        .containsExactly(
            "dev/fermata/runtime/Continuations.addSuppressed", "made/Other.addSuppressed");
  }

  @Test
  void a_variable_that_is_thrown_later_keeps_what_goes_on() {
    Weaving weaving =
        Weaving.clean(
            Trial.of(
                    "()",
                    code -> {
                      code.tryCatch("body", "bodyEnd", "handler", THROWABLE);
                      code.tryCatch("close", "closeEnd", "suppressed", THROWABLE);
                      open(code, "a!").astore(1);
                      code.at("body").await().log().at("bodyEnd").push("end").returnCompleted();
                      code.at("handler").astore(2);
                      close(code.at("close").aload(1)).at("closeEnd").goTo("rethrow");
                      suppress(code.at("suppressed").astore(3).aload(2).aload(3));
                      code.at("rethrow").aload(2).op(ATHROW);
                    })
                .toBytes());

    assertThat(suppressing(weaving)).containsExactly("dev/fermata/runtime/Continuations.suppress");
  }
}
