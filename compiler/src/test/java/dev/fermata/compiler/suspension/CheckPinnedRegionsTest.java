package dev.fermata.compiler.suspension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.scan.AsyncMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;

/** Tests of {@link CheckPinnedRegions}. */
class CheckPinnedRegionsTest {
  private static List<String> reports(Consumer<Code> body) {
    ClassNode owner = HandMadeClass.named("made/T").cold("m", "()", body).node();
    List<Diagnostic> found = new ArrayList<>();
    AsyncMethod async =
        new AsyncMethod(owner.methods.get(0), AsyncMethod.Style.COLD, "entry", "frame", "c", false);
    boolean free = CheckPinnedRegions.run(owner, async, found::add);
    assertThat(free).isEqualTo(found.isEmpty());
    return found.stream().map(Diagnostic::render).toList();
  }

  private static Code enter(Code code) {
    return code.push("lock").op(MONITORENTER);
  }

  private static Code exit(Code code) {
    return code.push("lock").op(MONITOREXIT);
  }

  @Test
  void an_await_between_monitors_is_free() {
    assertThat(
            reports(
                code -> {
                  code.await().log();
                  exit(enter(code));
                  code.await().log();
                  exit(enter(code));
                  code.await().returnCompleted();
                }))
        .isEmpty();
  }

  @Test
  void an_await_in_a_monitor_names_the_monitor() {
    assertThat(
            reports(
                code -> {
                  enter(code.line(40));
                  code.line(42).await().log();
                  exit(code).push("end").returnCompleted();
                }))
        .singleElement()
        .asString()
        .startsWith(
            """
            error[FER-103]: await inside a synchronized block
              --> made.T.m(HandMade.java:42)
               |  monitor entered at made.T.m(HandMade.java:40)
            """);
  }

  @Test
  void the_innermost_of_nested_monitors_is_named() {
    assertThat(
            reports(
                code -> {
                  enter(code.line(1));
                  enter(code.line(2));
                  code.line(3).await().log();
                  exit(code);
                  code.line(4).await().log();
                  exit(code).push("end").returnCompleted();
                }))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("HandMade.java:3", "entered at made.T.m(HandMade.java:2)"),
            second ->
                assertThat(second)
                    .contains("HandMade.java:4", "entered at made.T.m(HandMade.java:1)"));
  }

  @Test
  void an_await_in_a_monitor_on_one_of_two_paths_is_reported() {
    assertThat(
            reports(
                code -> {
                  code.push(1).jump(IFEQ, "free");
                  enter(code).await().log();
                  exit(code);
                  code.at("free").await().returnCompleted();
                }))
        .hasSize(1);
  }

  @Test
  void javacs_handler_that_leaves_the_monitor_covers_itself_and_frees_what_follows() {
    assertThat(
            reports(
                code -> {
                  code.tryCatch("start", "end", "handler", null);
                  code.tryCatch("handler", "left", "handler", null);
                  code.tryCatch("all", "left", "catch", "java/lang/RuntimeException");
                  code.at("all");
                  enter(code).at("start").op(NOP);
                  exit(code).at("end").goTo("behind");
                  code.at("handler").astore(0);
                  exit(code).at("left").aload(0).op(ATHROW);
                  code.at("behind").await().returnCompleted();
                  code.at("catch").await().returnCompleted();
                }))
        .isEmpty();
  }

  @Test
  void a_handler_within_a_monitor_is_in_the_monitor() {
    assertThat(
            reports(
                code -> {
                  code.tryCatch("start", "end", "handler", null);
                  enter(code).at("start").op(NOP).at("end");
                  exit(code).push("end").returnCompleted();
                  code.at("handler").pop().line(7).await().log();
                  exit(code).push("end").returnCompleted();
                }))
        .singleElement()
        .asString()
        .contains("HandMade.java:7");
  }

  @Test
  void a_method_without_monitors_is_free() {
    assertThat(reports(code -> code.await().returnCompleted())).isEmpty();
  }

  @Test
  void an_await_in_a_synchronized_method_names_the_line_where_the_method_begins() {
    ClassNode owner =
        HandMadeClass.named("made/T")
            .async(
                ACC_SYNCHRONIZED,
                "m",
                "()Ldev/fermata/Coroutine;",
                code -> code.line(40).push("x").log().line(42).await().returnCompleted())
            .node();
    List<Diagnostic> found = new ArrayList<>();

    assertThat(CheckPinnedRegions.run(owner, owner.methods.get(0), false, found::add)).isFalse();
    assertThat(found)
        .singleElement()
        .extracting(Diagnostic::render)
        .asString()
        .startsWith(
            """
            error[FER-103]: await inside a synchronized method
              --> made.T.m(HandMade.java:42)
               |  monitor entered at made.T.m(HandMade.java:40)
            """);
    assertThat(CheckPinnedRegions.run(owner, owner.methods.get(0), true, found::add)).isTrue();
  }

  @Test
  void a_synchronized_method_without_an_await_is_free() {
    ClassNode owner =
        HandMadeClass.named("made/T")
            .async(
                ACC_SYNCHRONIZED,
                "m",
                "()Ldev/fermata/Coroutine;",
                code -> code.push("x").returnCompleted())
            .node();

    assertThat(CheckPinnedRegions.run(owner, owner.methods.get(0), false, found -> {})).isTrue();
  }

  @Test
  void only_where_an_annotation_can_stand_is_it_proposed() {
    for (int access : new int[] {0, ACC_SYNTHETIC}) {
      ClassNode owner =
          HandMadeClass.named("made/T")
              .method(
                  access,
                  "m",
                  "()Ljava/lang/Object;",
                  code -> exit(enter(code).await().log()).pushNull().op(ARETURN))
              .node();
      List<Diagnostic> found = new ArrayList<>();

      assertThat(CheckPinnedRegions.run(owner, owner.methods.get(0), false, found::add)).isFalse();
      assertThat(found.get(0).render().contains("@Async(releaseMonitors = true)"))
          .isEqualTo(access == 0);
    }
  }
}
