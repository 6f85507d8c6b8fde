package dev.fermata.compiler.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Samples;
import dev.fermata.compiler.fixture.Weaving;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** Tests of {@link FindAsyncMethods}. */
class FindAsyncMethodsTest {
  private static final String COLD = "()Ldev/fermata/Coroutine;";
  private static final Consumer<Code> AWAITS = code -> code.await().returnCompleted();

  private final List<String> codes = new ArrayList<>();

  private AsyncMethods find(ClassNode owner) {
    ClassHierarchy hierarchy =
        new ClassHierarchy(ClassBytes.of(FindAsyncMethodsTest.class.getClassLoader()));
    return FindAsyncMethods.run(owner, hierarchy, this::note);
  }

  private void note(Diagnostic diagnostic) {
    codes.add(diagnostic.code().id());
  }

  private static HandMadeClass made() {
    return HandMadeClass.named("made/T");
  }

  private List<Style> styles(HandMadeClass made) {
    return find(made.node()).woven().stream().map(AsyncMethod::style).toList();
  }

  @Test
  void the_return_type_tells_the_style() {
    HandMadeClass made =
        made()
            .cold("a", "()", AWAITS)
            .hot("b", "()", AWAITS)
            .async(0, "c", "()Ljava/util/concurrent/CompletionStage;", AWAITS)
            .async(0, "d", "()Ldev/fermata/compiler/scan/FindAsyncMethodsTest$Promise;", AWAITS);

    assertThat(styles(made)).containsExactly(Style.COLD, Style.HOT, Style.HOT, Style.HOT_SUBCLASS);
    assertThat(codes).isEmpty();
  }

  /** A future that hot methods may declare. */
  public static class Promise extends java.util.concurrent.CompletableFuture<Object> {}

  @Test
  void other_return_types_are_rejected() {
    for (String type :
        List.of(
            "V",
            "I",
            "Ljava/lang/Object;",
            "[Ldev/fermata/Coroutine;",
            "Ljava/util/concurrent/Future;",
            "Lnot/There;",
            "Ldev/fermata/Task;")) {
      codes.clear();
      AsyncMethods found = find(made().async(0, "m", "()" + type, AWAITS).node());
      assertThat(codes).as(type).containsExactly("FER-105");
      assertThat(found.woven()).isEmpty();
      assertThat(found.rejected()).hasSize(1);
    }
  }

  @Test
  void bridges_are_skipped() {
    AsyncMethods found =
        find(
            made()
                .async(ACC_BRIDGE | ACC_SYNTHETIC, "m", COLD, AWAITS_NOTHING)
                .cold("m", "(I)", AWAITS)
                .node());

    assertThat(found.woven()).hasSize(1);
    assertThat(found.woven().get(0).method().desc).startsWith("(I)");
    assertThat(codes).isEmpty();
  }

  private static final Consumer<Code> AWAITS_NOTHING =
      code -> code.push(1).callOwn("m", "(I)Ldev/fermata/Coroutine;").op(ARETURN);

  @Test
  void abstract_methods_are_skipped() {
    assertThat(styles(made().async(ACC_ABSTRACT, "m", COLD, code -> {}))).isEmpty();
    assertThat(codes).isEmpty();
  }

  @Test
  void what_is_woven_already_is_skipped() {
    ClassNode woven = Weaving.clean(Samples.someOfEverything()).tree();

    assertThat(find(woven).woven()).isEmpty();
    assertThat(codes).isEmpty();
  }

  @Test
  void native_and_special_methods_are_rejected() {
    find(
        made()
            .async(0, "a", COLD, AWAITS)
            .async(ACC_NATIVE, "b", COLD, code -> {})
            .async(0, "<init>", "()V", code -> code.op(RETURN))
            .node());

    assertThat(codes).containsExactly("FER-106", "FER-106");
  }

  @Test
  void every_await_in_a_plain_method_is_reported() {
    find(
        made()
            .method(ACC_STATIC, "m", "()V", code -> code.await().log().await().log().op(RETURN))
            .node());

    assertThat(codes).containsExactly("FER-101", "FER-101");
  }

  @Test
  void an_annotated_method_without_an_await_is_woven() {
    assertThat(styles(made().cold("m", "()", code -> code.pushNull().returnCompleted())))
        .containsExactly(Style.COLD);
  }

  @Test
  void the_body_of_an_async_callable_is_woven() {
    assertThat(styles(withLambda("dev/fermata/AsyncCallable", "()Ljava/lang/Object;")))
        .containsExactly(Style.LAMBDA);
    assertThat(codes).isEmpty();
  }

  @Test
  void a_lambda_that_returns_a_future_is_async_by_itself() {
    assertThat(
            styles(
                withLambda(
                    "java/util/function/Supplier", "()Ljava/util/concurrent/CompletableFuture;")))
        .containsExactly(Style.HOT);
  }

  @Test
  void an_await_in_any_other_lambda_is_reported() {
    assertThat(styles(withLambda("java/util/concurrent/Callable", "()Ljava/lang/Object;")))
        .isEmpty();
    assertThat(codes).containsExactly("FER-102");
  }

  private static HandMadeClass withLambda(String type, String bodyDescriptor) {
    return made()
        .method(
            ACC_STATIC,
            "maker",
            "()V",
            code -> {
              lambda(
                  code, type, new Handle(H_INVOKESTATIC, "made/T", "body", bodyDescriptor, false));
              code.pop().op(RETURN);
            })
        .method(
            ACC_STATIC | ACC_SYNTHETIC | ACC_PRIVATE,
            "body",
            bodyDescriptor,
            code -> code.await().op(ARETURN));
  }

  private static void lambda(Code code, String type, Handle body) {
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
    code.out().visitInvokeDynamicInsn("call", "()L" + type + ";", factory, erased, body, erased);
  }

  @Test
  void a_method_reference_to_await_is_reported() {
    find(
        made()
            .method(
                ACC_STATIC,
                "maker",
                "()V",
                code -> {
                  lambda(
                      code,
                      "java/util/function/Function",
                      new Handle(
                          H_INVOKESTATIC,
                          "dev/fermata/Fermata",
                          "await",
                          "(Ldev/fermata/Coroutine;)Ljava/lang/Object;",
                          false));
                  code.pop().op(RETURN);
                })
            .node());

    assertThat(codes).containsExactly("FER-107");
  }
}
