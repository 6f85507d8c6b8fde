package dev.fermata.compiler.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.classfile.CodeSizes;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.explain.Awaited.Kind;
import dev.fermata.compiler.explain.MethodExplanation.Place;
import dev.fermata.compiler.explain.SuspensionExplanation.Handler;
import dev.fermata.compiler.explain.SuspensionExplanation.LiveValue;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Weaving;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Tests of the explanations of hand-made methods, every fact of them. */
class ExplainTest {
  private static final String FUTURE = "java/util/concurrent/CompletableFuture";
  private static final Awaited SUPPLIED = new Awaited(Kind.LATE_BOUND_CALL, "Supply.next()");
  private static final int END = Transition.END;

  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private ClassExplanation explain(byte[] classFile) {
    ClassBytes classPath = ClassBytes.of(ExplainTest.class.getClassLoader());
    return new ContinuationCompiler(CompilerOptions.PARANOID, classPath)
        .explain(classFile, diagnostics::add);
  }

  private MethodExplanation explainCold(String parameters, Consumer<Code> body) {
    HandMadeClass made = HandMadeClass.named("com/acme/Made").cold("go", parameters, body);
    ClassExplanation explanation = explain(made.toBytes());
    assertThat(diagnostics).isEmpty();
    assertThat(explanation.wovenBefore()).isFalse();
    assertThat(explanation.methods()).hasSize(1);
    return explanation.methods().get(0);
  }

  private static FrameExplanation frame(int bytes, String... namesAndTypes) {
    List<FrameExplanation.Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(new FrameExplanation.Field(namesAndTypes[i], namesAndTypes[i + 1]));
    }
    return new FrameExplanation("com.acme.Made$go$FermataFrame", fields, bytes);
  }

  private static SuspensionExplanation point(int state, int line, LiveValue... live) {
    return new SuspensionExplanation(state, line, SUPPLIED, List.of(live), List.of(), 0, List.of());
  }

  private static Transition forward(int from, int to, Integer... lines) {
    return new Transition(from, to, List.of(lines), false);
  }

  private static Transition back(int from, int to, Integer... lines) {
    return new Transition(from, to, List.of(lines), true);
  }

  @Test
  void a_loop_is_resumed_by_its_header_and_goes_back_to_its_await() {
    MethodExplanation method =
        explainCold(
            "(I)",
            code -> {
              code.at("first").line(10).push(0).istore(1);
              code.at("loop").line(11).iload(1).iload(0).jump(IF_ICMPGE, "done");
              code.line(12).await().log();
              code.line(13).increment(1, 1).goTo("loop");
              code.at("done").line(15).returnVoid().at("last");
              code.variable("n", "I", 0, "first", "last").variable("i", "I", 1, "loop", "last");
            });

    assertThat(method.place())
        .isEqualTo(new Place("com.acme.Made", "go", "go", List.of("int"), "HandMade.java", 10));
    assertThat(method.style()).isEqualTo("cold");
    assertThat(method.directEntry()).isEqualTo("lambda$go$fermata");
    assertThat(method.returned()).isEqualTo("java.lang.Object");
    assertThat(method.frame()).isEqualTo(frame(32, "i0", "int", "i1", "int"));
    assertThat(method.suspensions())
        .containsExactly(
            new SuspensionExplanation(
                1,
                12,
                SUPPLIED,
                List.of(new LiveValue("n", "int", "i0"), new LiveValue("i", "int", "i1")),
                List.of(),
                0,
                List.of(11)));
    assertThat(method.transitions())
        .containsExactly(
            forward(0, 1, 10, 11, 12),
            forward(0, END, 10, 11, 15),
            back(1, 1, 11, 12, 13),
            forward(1, END, 11, 12, 13, 15));
  }

  @Test
  void nested_loops_are_entered_from_the_outermost_and_left_without_going_back() {
    MethodExplanation method =
        explainCold(
            "(II)",
            code -> {
              code.line(1).at("outer").line(2).iload(0).jump(IFEQ, "done");
              code.line(3).op(NOP).at("inner").line(4).iload(1).jump(IFEQ, "behind");
              code.line(5).await().log().goTo("inner");
              code.at("behind").line(7).await().log();
              code.line(8).increment(0, -1).goTo("outer");
              code.at("done").line(9).await().log();
              code.line(10).returnVoid();
            });

    assertThat(method.suspensions())
        .extracting(SuspensionExplanation::loopLines)
        .containsExactly(List.of(2, 4), List.of(2), List.of());
    assertThat(method.transitions())
        .containsExactly(
            forward(0, 1, 2, 3, 4, 5),
            forward(0, 2, 2, 3, 4, 7),
            forward(0, 3, 2, 9),
            back(1, 1, 4, 5),
            forward(1, 2, 4, 5, 7),
            back(2, 1, 2, 3, 4, 5, 7, 8),
            back(2, 2, 2, 3, 4, 7, 8),
            forward(2, 3, 2, 7, 8, 9),
            forward(3, END, 9, 10));
  }

  @Test
  void a_try_names_its_handlers_and_a_failure_of_the_await_goes_there() {
    MethodExplanation method =
        explainCold(
            "(Ljava/lang/String;)",
            code -> {
              code.tryCatch("try", "tried", "state", "java/lang/IllegalStateException");
              code.tryCatch("try", "tried", "any", null);
              code.at("try").line(3).await().at("tried").log();
              code.line(4).goTo("done");
              code.at("state").line(6).pop().await().log();
              code.line(7).goTo("done");
              code.at("any").line(9).op(ATHROW);
              code.at("done").line(11).aload(0).returnCompleted();
            });

    assertThat(method.frame()).isEqualTo(frame(24, "r0", "java.lang.String"));
    LiveValue text = new LiveValue("slot 0", "java.lang.String", "r0");
    assertThat(method.suspensions())
        .containsExactly(
            new SuspensionExplanation(
                1,
                3,
                SUPPLIED,
                List.of(text),
                List.of(new Handler("java.lang.IllegalStateException", 6), new Handler(null, 9)),
                0,
                List.of()),
            point(2, 6, text));
    assertThat(method.transitions())
        .containsExactly(
            forward(0, 1, 3),
            forward(0, 2, 3, 6),
            forward(0, END, 3, 9),
            forward(1, 2, 3, 6),
            forward(1, END, 3, 4, 9, 11),
            forward(2, END, 6, 7, 11));
  }

  @Test
  void what_cannot_throw_before_an_await_leads_to_no_handler() {
    MethodExplanation method =
        explainCold(
            "(L" + FUTURE + ";)",
            code -> {
              code.tryCatch("try", "tried", "any", null);
              code.at("try").line(3).aload(0).awaitTop().at("tried").log();
              code.line(4).returnVoid();
              code.at("any").line(6).pop().await().log();
              code.line(7).returnVoid();
            });

    assertThat(method.transitions())
        .containsExactly(
            forward(0, 1, 3), forward(1, 2, 3, 6), forward(1, END, 3, 4), forward(2, END, 6, 7));
  }

  @Test
  void a_throw_that_is_certainly_caught_is_no_end() {
    MethodExplanation method =
        explainCold(
            "(Ljava/lang/RuntimeException;)",
            code -> {
              code.tryCatch("try", "tried", "any", "java/lang/Throwable");
              code.at("try").line(3).aload(0).op(ATHROW).at("tried");
              code.at("any").line(5).pop().await().log();
              code.line(6).returnVoid();
            });

    assertThat(method.transitions()).containsExactly(forward(0, 1, 3, 5), forward(1, END, 5, 6));
  }

  @Test
  void operands_below_are_counted_from_the_deepest() {
    MethodExplanation method =
        explainCold(
            "(Ljava/lang/String;)",
            code -> {
              code.line(5).push(7).aload(0).await().log();
              code.line(6).log().logInt();
              code.line(7).returnVoid();
            });

    assertThat(method.frame()).isEqualTo(frame(32, "i0", "int", "r0", "java.lang.String"));
    assertThat(method.suspensions())
        .containsExactly(
            point(
                1,
                5,
                new LiveValue("operand 0", "int", "i0"),
                new LiveValue("operand 1", "java.lang.String", "r0")));
    assertThat(method.transitions()).containsExactly(forward(0, 1, 5), forward(1, END, 5, 6, 7));
  }

  @Test
  void wide_values_take_eight_bytes_and_a_slot_has_the_number_of_the_given_class() {
    MethodExplanation method =
        explainCold(
            "(JI)",
            code -> {
              code.line(1).push(2.5).local(DSTORE, 3);
              code.line(2).push(3L).await().log();
              code.lload(0).op(LADD).boxLong().log();
              code.line(3).iload(2).logInt().local(DLOAD, 3).op(D2I).logInt();
              code.returnVoid();
            });

    assertThat(method.frame())
        .isEqualTo(frame(48, "j0", "long", "i0", "int", "d0", "double", "j1", "long"));
    assertThat(method.suspensions())
        .containsExactly(
            point(
                1,
                2,
                new LiveValue("operand 0", "long", "j1"),
                new LiveValue("slot 0", "long", "j0"),
                new LiveValue("slot 2", "int", "i0"),
                new LiveValue("slot 3", "double", "d0")));
  }

  @Test
  void what_is_certainly_null_is_not_kept() {
    MethodExplanation method =
        explainCold("()", code -> code.pushNull().await().log().log().returnVoid());

    assertThat(method.suspensions())
        .containsExactly(point(1, 0, new LiveValue("operand 0", "null", null)));
    assertThat(method.transitions()).containsExactly(forward(0, 1), forward(1, END));
  }

  @Test
  void the_type_of_a_variable_is_the_declared_one() {
    MethodExplanation method =
        explainCold(
            "(Z)",
            code -> {
              code.at("first").await().log().iload(0).logInt().returnVoid().at("last");
              code.variable("flag", "Z", 0, "first", "last");
            });

    assertThat(method.suspensions().get(0).live())
        .containsExactly(new LiveValue("flag", "boolean", "i0"));
    assertThat(method.frame()).isEqualTo(frame(24, "i0", "int"));
  }

  @Test
  void the_receiver_has_a_name_without_a_table_of_variables() {
    HandMadeClass made =
        HandMadeClass.named("com/acme/Made")
            .async(
                0, "go", "()L" + FUTURE + ";", code -> code.await().log().aload(0).returnFuture());

    MethodExplanation method = explain(made.toBytes()).methods().get(0);

    assertThat(method.style()).isEqualTo("hot");
    assertThat(method.suspensions().get(0).live())
        .containsExactly(new LiveValue("this", "com.acme.Made", "r0"));
  }

  @Test
  void it_is_told_what_is_awaited() {
    HandMadeClass made =
        HandMadeClass.named("com/acme/Made")
            .field("pending", "L" + FUTURE + ";")
            .cold(
                "go",
                "(L" + FUTURE + ";)",
                code -> {
                  code.at("first").callOwn("other", "()Ldev/fermata/Coroutine;").awaitCoroutine();
                  code.log().callOwn("secret", "()Ldev/fermata/Coroutine;").awaitCoroutine().log();
                  code.callStatic("dev/fermata/Fermata", "yieldNow", "()Ldev/fermata/Coroutine;");
                  code.awaitCoroutine().log().aload(0).awaitTop().log();
                  code.out()
                      .visitFieldInsn(GETSTATIC, "com/acme/Made", "pending", "L" + FUTURE + ";");
                  code.awaitTop().log().newObject(FUTURE).dup().construct(FUTURE, "()V");
                  code.awaitTop().log().pushNull().type(CHECKCAST, FUTURE).awaitTop().log();
                  code.aload(0).callOwn("touch", "()V").awaitTop().log();
                  code.returnVoid().at("last");
                  code.variable("given", "L" + FUTURE + ";", 0, "first", "last");
                })
            .cold("other", "()", Code::returnVoid)
            .method(ACC_STATIC, "touch", "()V", code -> code.op(RETURN));
    made.async(ACC_STATIC, "secret", "()Ldev/fermata/Coroutine;", Code::returnVoid);
    made.node().methods.get(3).access = ACC_PRIVATE | ACC_STATIC;

    ClassExplanation explanation = explain(made.toBytes());

    assertThat(explanation.methods().get(0).suspensions())
        .extracting(SuspensionExplanation::awaited)
        .containsExactly(
            new Awaited(Kind.GUARDED_DIRECT_CALL, "other()"),
            new Awaited(Kind.DIRECT_CALL, "secret()"),
            new Awaited(Kind.OPERATION, "Fermata.yieldNow()"),
            new Awaited(Kind.FUTURE, "given"),
            new Awaited(Kind.FUTURE, "Made.pending"),
            new Awaited(Kind.FUTURE, "new CompletableFuture()"),
            new Awaited(Kind.FUTURE, null),
            new Awaited(Kind.FUTURE, null));
  }

  @Test
  void a_method_without_awaits_has_no_frame() {
    MethodExplanation method = explainCold("()", code -> code.line(4).returnVoid());

    assertThat(method.frame()).isNull();
    assertThat(method.suspensions()).isEmpty();
    assertThat(method.transitions()).containsExactly(forward(0, END, 4));
  }

  @Test
  void the_sizes_of_code_are_those_of_the_class_files() {
    HandMadeClass made =
        HandMadeClass.named("com/acme/Made")
            .cold("go", "()", code -> code.await().returnCompleted());

    MethodExplanation method = explain(made.toBytes()).methods().get(0);

    // invokestatic next, await and completed, each 3 bytes; areturn.
    assertThat(method.code().before()).isEqualTo(10);
    assertThat(CodeSizes.of(new ClassReader(Weaving.clean(made.toBytes()).result().bytes())))
        .containsEntry(
            "lambda$go$fermata(Ldev/fermata/runtime/ContinuationFrame;Ljava/lang/Object;I)"
                + "Ljava/lang/Object;",
            method.code().woven());
  }

  @Test
  void the_fields_are_those_of_the_frame_class() {
    byte[] classFile =
        HandMadeClass.named("com/acme/Made")
            .cold("go", "(JI)", code -> code.await().log().iload(2).logInt().returnVoid())
            .toBytes();

    FrameExplanation explained = explain(classFile).methods().get(0).frame();

    assertThat(explained).isEqualTo(frame(24, "i0", "int"));
    assertThat(Weaving.clean(classFile).generated("go$FermataFrame").fields)
        .extracting(field -> field.name + " " + field.desc)
        .containsExactly("i0 I");
  }

  @Test
  void a_woven_class_is_recognised() {
    byte[] classFile =
        HandMadeClass.named("com/acme/Made").cold("go", "()", Code::returnVoid).toBytes();

    assertThat(explain(Weaving.clean(classFile).result().bytes()))
        .isEqualTo(new ClassExplanation(true, List.of()));
    assertThat(diagnostics).isEmpty();
  }

  @Test
  void what_cannot_be_woven_is_reported_and_the_rest_explained() {
    HandMadeClass made =
        HandMadeClass.named("com/acme/Made")
            .cold("good", "()", code -> code.await().returnCompleted())
            .async(ACC_STATIC, "bad", "()I", code -> code.push(1).op(IRETURN));

    assertThat(explain(made.toBytes()).methods())
        .extracting(method -> method.place().name())
        .containsExactly("good");
    assertThat(diagnostics).extracting(d -> d.code().id()).containsExactly("FER-105");
  }

  @Test
  void a_method_that_turns_out_to_be_unfit_is_not_explained() {
    HandMadeClass made =
        HandMadeClass.named("com/acme/Made")
            .cold("good", "()", code -> code.await().returnCompleted())
            .cold("full", "()", code -> code.push(0).istore(65_533).await().returnCompleted());

    assertThat(explain(made.toBytes()).methods())
        .extracting(method -> method.place().name())
        .containsExactly("good");
    assertThat(diagnostics).extracting(d -> d.code().id()).containsExactly("FER-303");
  }

  @Test
  void a_class_of_others_and_a_broken_one_are_not_explained() {
    byte[] other = HandMadeClass.named("com/acme/Made").constructor().toBytes();
    byte[] whole =
        HandMadeClass.named("com/acme/Made").cold("go", "()", Code::returnVoid).toBytes();

    assertThat(explain(other)).isEqualTo(new ClassExplanation(false, List.of()));
    assertThat(diagnostics).isEmpty();
    assertThat(explain(java.util.Arrays.copyOf(whole, whole.length / 2)).methods()).isEmpty();
    assertThat(diagnostics).extracting(d -> d.code().id()).containsExactly("FER-201");
  }
}
