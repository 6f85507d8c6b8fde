package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Fermata;
import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Samples;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/** Tests of classes and of sets of methods that Java's grammar does not have. */
class ClassShapesTest {
  private static final String COLD = "()Ldev/fermata/Coroutine;";
  private static final String HOT = "()Ljava/util/concurrent/CompletableFuture;";

  private static Consumer<Code> returning(String value) {
    return code -> code.await().log().push(value).returnCompleted();
  }

  /** A method {@code m} that awaits all that the calls push. */
  private static Consumer<Code> awaiting(Consumer<Code> calls) {
    return code -> {
      calls.accept(code);
      code.push("end").returnCompleted();
    };
  }

  @Test
  void overloads_that_differ_in_the_return_type_only_have_entries_of_their_own() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .cold("twin", "()", returning("cold"))
            .hot("twin", "()", code -> code.await().log().push("hot").returnFuture())
            .cold(
                "m",
                "()",
                awaiting(
                    code ->
                        code.callOwn("twin", COLD)
                            .awaitCoroutine()
                            .log()
                            .callOwn("twin", HOT)
                            .awaitTop()
                            .log()))
            .toBytes();

    Weaving weaving = Weaving.clean(classFile);
    weaving.load();
    assertThat(Weaving.of(weaving.result().bytes()).result().kind()).isEqualTo(Kind.UNCHANGED);
  }

  @Test
  void an_instance_method_and_a_static_one_with_the_receiver_as_parameter_have_their_own() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .constructor()
            .async(0, "visit", COLD, returning("instance"))
            .cold("visit", "(L" + Trial.CLASS + ";)", returning("static"))
            .toBytes();

    Weaving weaving = Weaving.clean(classFile);
    weaving.load();
    assertThat(Weaving.of(weaving.result().bytes()).result().kind()).isEqualTo(Kind.UNCHANGED);
  }

  @Test
  void names_of_overloads_and_names_with_dollars_do_not_collide() {
    Weaving weaving =
        Weaving.clean(
            HandMadeClass.named(Trial.CLASS)
                .cold("a", "()", returning("one"))
                .cold("a", "(I)", returning("two"))
                .cold("a$2", "()", returning("three"))
                .toBytes());

    assertThat(weaving.result().generated().keySet()).hasSize(6);
    weaving.load();
  }

  @Test
  void classes_for_a_method_of_a_nested_class_and_for_one_with_a_dollar_do_not_collide() {
    Weaving outer =
        Weaving.clean(
            HandMadeClass.named("made/C").cold("a$b", "()", returning("outer")).toBytes());
    Weaving nested =
        Weaving.clean(
            HandMadeClass.named("made/C$a").cold("b", "()", returning("nested")).toBytes());

    assertThat(outer.result().generated().keySet())
        .doesNotContainAnyElementsOf(nested.result().generated().keySet());
  }

  @Test
  void classes_for_overloads_do_not_collide_with_those_of_a_class_that_is_named_by_a_number() {
    Weaving outer =
        Weaving.clean(
            HandMadeClass.named("made/C")
                .cold("a", "()", returning("one"))
                .cold("a", "(I)", returning("two"))
                .toBytes());
    Weaving nested =
        Weaving.clean(
            HandMadeClass.named("made/C$a").cold("2", "()", returning("nested")).toBytes());

    assertThat(outer.result().generated().keySet())
        .doesNotContainAnyElementsOf(nested.result().generated().keySet());
  }

  @Test
  void classes_for_methods_whose_names_differ_in_case_only_fit_into_one_folder() {
    Weaving weaving =
        Weaving.clean(
            HandMadeClass.named(Trial.CLASS)
                .cold("foo", "()", returning("one"))
                .cold("FOO", "()", returning("two"))
                .cold("foo_2", "()", returning("three"))
                .toBytes());

    assertThat(weaving.result().generated().keySet())
        .hasSize(6)
        .extracting(name -> name.toLowerCase(Locale.ROOT))
        .doesNotHaveDuplicates();
    weaving.load();
  }

  @Test
  void a_class_in_the_default_package_is_woven() {
    byte[] classFile =
        HandMadeClass.named("Unpackaged").cold("m", "()", returning("value")).toBytes();

    assertThat(Equivalence.check(classFile, "m").outcome()).isEqualTo("value value");
  }

  @Test
  void a_static_method_of_an_interface_is_woven() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .asInterface()
            .cold(
                "m",
                "()",
                code -> {
                  code.out().visitMethodInsn(INVOKESTATIC, Trial.CLASS, "other", COLD, true);
                  code.awaitCoroutine().log().push("end").returnCompleted();
                })
            .cold("other", "()", returning("other"))
            .toBytes();

    assertThat(Equivalence.check(Weaving.clean(classFile), "other").outcome())
        .isEqualTo("value other");
    Weaving.clean(classFile).load();
  }

  @Test
  void a_default_method_of_an_interface_is_woven() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .asInterface()
            .async(
                0,
                "m",
                COLD,
                code -> code.await().log().aload(0).log().push(1).boxInt().returnCompleted())
            .toBytes();

    Weaving weaving = Weaving.clean(classFile);
    weaving.load();
    MethodNode entry = weaving.entryOf("m");
    assertThat(entry.access & (ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC))
        .isEqualTo(ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC);
  }

  @Test
  @SuppressWarnings("unchecked") // the lambda returns an Object
  void a_lambda_in_an_interface_is_retargeted_at_a_method_of_an_interface() throws Exception {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .asInterface()
            .method(
                ACC_PUBLIC | ACC_STATIC,
                "maker",
                "()Ldev/fermata/AsyncCallable;",
                code -> lambda(code).op(ARETURN))
            .method(
                ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
                "lambda$maker$0",
                "()Ljava/lang/Object;",
                code -> {
                  code.out()
                      .visitMethodInsn(
                          INVOKESTATIC,
                          "dev/fermata/Fermata",
                          "yieldNow",
                          "()Ldev/fermata/Coroutine;",
                          false);
                  code.awaitCoroutine().pop().push("value").op(ARETURN);
                })
            .toBytes();

    Object callable = Weaving.clean(classFile).load().getMethod("maker").invoke(null);
    assertThat(Fermata.<Object>run((AsyncCallable<Object>) callable)).isEqualTo("value");
  }

  private static Code lambda(Code code) {
    Handle factory =
        new Handle(
            H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "metafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;"
                + "Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
                + "Ljava/lang/invoke/CallSite;",
            false);
    Type erased = Type.getMethodType("()Ljava/lang/Object;");
    Handle body =
        new Handle(H_INVOKESTATIC, Trial.CLASS, "lambda$maker$0", "()Ljava/lang/Object;", true);
    code.out()
        .visitInvokeDynamicInsn(
            "call", "()Ldev/fermata/AsyncCallable;", factory, erased, body, erased);
    return code;
  }

  @Test
  void a_coroutine_between_two_lines_is_called_directly() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .cold("other", "()", returning("other"))
            .cold(
                "m",
                "()",
                code ->
                    code.push(7)
                        .line(1)
                        .callOwn("other", COLD)
                        .line(2)
                        .awaitCoroutine()
                        .log()
                        .logInt()
                        .push("end")
                        .returnCompleted())
            .toBytes();

    Weaving weaving = Weaving.clean(classFile);
    assertThat(weaving.entryOf("m").instructions)
        .anyMatch(
            node ->
                node instanceof org.objectweb.asm.tree.MethodInsnNode call
                    && call.name.equals("lambda$other$fermata"));
    weaving.load();
  }

  @Test
  void a_constructor_and_an_initialiser_are_rejected() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .async(ACC_STATIC, "<clinit>", "()V", code -> code.op(RETURN))
            .toBytes();

    assertThat(Weaving.of(classFile).codes()).containsExactly("FER-106");
  }

  @Test
  void weaving_is_byte_identical_on_repeat() {
    byte[] classFile = Samples.someOfEverything();

    Weaving first = Weaving.clean(classFile);
    Weaving second = Weaving.clean(classFile.clone());

    assertThat(second.result().bytes()).isEqualTo(first.result().bytes());
    assertThat(second.result().generated().keySet())
        .containsExactlyElementsOf(first.result().generated().keySet());
    first
        .result()
        .generated()
        .forEach(
            (name, bytes) -> assertThat(second.result().generated().get(name)).isEqualTo(bytes));
  }

  @Test
  void a_woven_class_and_its_generated_classes_are_not_woven_again() {
    Weaving woven = Weaving.clean(Samples.someOfEverything());

    byte[] once = woven.result().bytes();
    Weaving again = Weaving.of(once);

    assertThat(again.result().kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(again.result().bytes()).isSameAs(once);
    assertThat(again.codes()).isEmpty();
    woven
        .result()
        .generated()
        .forEach(
            (name, bytes) ->
                assertThat(Weaving.of(bytes).result().bytes()).as(name).isSameAs(bytes));
  }
}
