package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Code;
import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.MonitorShape;
import dev.fermata.compiler.fixture.Trial;
import dev.fermata.compiler.fixture.Weaving;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tests of monitors that are released while the method is held. The locks are held again at every
 * effect where the unwoven method holds them, and never while the method is held.
 */
class ReleasedMonitorsTest {
  private static final String FAILURE = "dev/fermata/compiler/fixture/HandMadeException";
  private static final String LIST = "java/util/ArrayList";

  private static byte[] made(String parameters, Consumer<Code> body) {
    return HandMadeClass.named(Trial.CLASS).releasing(0, "m", parameters, body).toBytes();
  }

  private static Weaving expect(
      Object value, String parameters, Consumer<Code> body, Object... arguments) {
    Weaving weaving = Weaving.clean(made(parameters, body));
    assertThat(Equivalence.check(weaving, "m", arguments).outcome()).isEqualTo("value " + value);
    return weaving;
  }

  /** The same of code that HotSpot compiles. */
  private static void expectPaired(Object value, Consumer<Code> body) {
    Weaving weaving = expect(value, "()", body);
    MethodNode original = Weaving.methodNamed(Weaving.treeOf(weaving.original()), "m");
    assertThat(MonitorShape.faults(original)).isEmpty();
  }

  @Test
  void a_block_as_javac_writes_it() {
    expectPaired(
        "end",
        code -> {
          code.lock(0).synchronizedBlock("outer", 0, () -> code.logHeld().await().log().logHeld());
          code.logHeld().await().log().push("end").returnCompleted();
        });
  }

  @Test
  void a_block_as_ecj_writes_it() {
    expectPaired(
        "end",
        code -> {
          // The exception stays on the stack, and the handler does not cover itself.
          code.tryCatch("start", "end", "any", null);
          code.lock(0).enter(0).at("start").await().log().logHeld().exit(0).at("end");
          code.goTo("behind");
          code.at("any").exit(0).op(ATHROW);
          code.at("behind").logHeld().push("end").returnCompleted();
        });
  }

  @Test
  void nested_monitors_are_entered_again_in_order() {
    expectPaired(
        "end",
        code -> {
          code.lock(0)
              .synchronizedBlock(
                  "outer",
                  0,
                  () -> {
                    code.await().log().lock(1);
                    code.synchronizedBlock(
                        "middle",
                        2,
                        () -> {
                          code.await().log().logHeld().lock(2);
                          code.synchronizedBlock(
                              "inner", 4, () -> code.logHeld().await().log().logHeld());
                          code.await().log();
                        });
                    code.logHeld().await().log().logHeld();
                  });
          code.push("end").returnCompleted();
        });
  }

  @Test
  void the_monitor_of_one_object_is_entered_twice() {
    expect(
        "end",
        "()",
        code -> {
          code.lock(0);
          code.synchronizedBlock(
              "outer",
              0,
              () -> {
                code.lock(0).synchronizedBlock("inner", 2, () -> code.await().log().logHeld());
                code.logHeld().await().log().logHeld();
              });
          code.logHeld().push("end").returnCompleted();
        });
  }

  @Test
  void the_monitor_of_one_variable_is_entered_twice_and_kept_nowhere_else() {
    expect(
        "end",
        "()",
        code -> {
          code.lock(0).astore(0);
          code.tryCatch("outer", "left", "any", null);
          code.aload(0).op(MONITORENTER).at("outer");
          code.tryCatch("inner", "innerLeft", "innerAny", null);
          code.aload(0).op(MONITORENTER).at("inner").await().log().logHeld();
          code.exit(0).at("innerLeft").goTo("behindInner");
          code.at("innerAny").exit(0).op(ATHROW);
          code.at("behindInner").logHeld().await().log().logHeld().exit(0).at("left");
          code.logHeld().push("end").returnCompleted();
          code.at("any").exit(0).op(ATHROW);
        });
  }

  @Test
  void a_monitor_is_in_a_loop_and_a_loop_in_the_monitor() {
    expectPaired(
        "end",
        code -> {
          code.push(0).istore(0);
          code.at("outer").push(0).istore(1).await().log();
          code.lock(0)
              .synchronizedBlock(
                  "block",
                  2,
                  () -> {
                    code.at("inner").await().log().logHeld().increment(1, 1);
                    code.iload(1).push(2).jump(IF_ICMPLT, "inner");
                    code.iload(0).logInt();
                  });
          code.logHeld().increment(0, 1).iload(0).push(2).jump(IF_ICMPLT, "outer");
          code.push("end").returnCompleted();
        });
  }

  @Test
  void a_monitor_is_entered_in_a_loop_and_left_behind_it() {
    expect(
        "end",
        "()",
        code -> {
          code.push(0).istore(0);
          code.at("loop").lock(0).enter(1).increment(0, 1);
          code.iload(0).push(3).jump(IF_ICMPGE, "out");
          code.await().log().exit(1).logHeld().goTo("loop");
          code.at("out").logHeld();
          code.tryCatch("out2", "left", "any", null);
          code.at("out2").await().log().logHeld().exit(1).at("left");
          code.push("end").returnCompleted();
          code.at("any").exit(1).op(ATHROW);
        },
        new Object[0]);
  }

  @Test
  void monitors_are_left_in_the_order_in_which_they_were_entered() {
    expect(
        "end",
        "()",
        code -> {
          code.tryCatch("one", "oneLeft", "anyOfBoth", null);
          code.tryCatch("oneLeft", "left", "anyOfSecond", null);
          code.lock(0).enter(0).lock(1).enter(1);
          code.at("one").await().log().logHeld().exit(0).at("oneLeft");
          code.await().log().logHeld().exit(1).at("left");
          code.logHeld().push("end").returnCompleted();
          code.at("anyOfBoth").exit(0).exit(1).op(ATHROW);
          code.at("anyOfSecond").exit(1).op(ATHROW);
        });
  }

  @Test
  void an_exception_is_caught_in_the_monitor_and_the_handler_awaits() {
    expectPaired(
        "end",
        code -> {
          code.tryCatch("try", "tried", "catch", FAILURE);
          code.push("start").astore(2);
          code.lock(0)
              .synchronizedBlock(
                  "block",
                  0,
                  () -> {
                    code.at("try").await().log().await().log().at("tried").goTo("after");
                    code.at("catch").log().await().log().logHeld();
                    code.at("after").logHeld().aload(2).log().await().log();
                  });
          code.logHeld().push("end").returnCompleted();
        });
  }

  @Test
  void an_exception_leaves_the_monitor_and_the_handler_awaits() {
    expectPaired(
        "end",
        code -> {
          code.at("try").lock(0);
          code.synchronizedBlock("block", 0, () -> code.logHeld().await().log().logHeld());
          code.tryCatch("try", "tried", "catch", FAILURE);
          code.logHeld().at("tried").goTo("after");
          code.at("catch").log().logHeld().await().log().logHeld();
          code.at("after").push("end").returnCompleted();
        });
  }

  @Test
  void the_handler_that_leaves_the_monitor_awaits_before() {
    expect(
        "end",
        "()",
        code -> {
          code.tryCatch("try", "rethrown", "catch", FAILURE);
          code.at("try").lock(0).enter(0).tryCatch("start", "end", "any", null);
          code.at("start").await().log().exit(0).at("end").goTo("behind");
          code.at("any").logHeld().await().log().logHeld().exit(0).op(ATHROW).at("rethrown");
          code.at("catch").pop().logHeld();
          code.at("behind").push("end").returnCompleted();
        });
  }

  @Test
  void the_variable_of_the_object_is_overwritten_while_its_monitor_is_held() {
    expect(
        "end",
        "()",
        code -> {
          code.lock(0).astore(1).aload(1).enter(0);
          code.await().log().push("other").astore(0).await().log().logHeld();
          code.exit(1).aload(0).log().push("end").returnCompleted();
        });
  }

  @Test
  void the_variable_of_the_object_is_used_for_more_than_its_monitor() {
    expect(
        0,
        "()",
        code -> {
          code.newObject(LIST).dup().construct(LIST, "()V").enter(0);
          code.push(0).istore(1);
          code.at("loop").await().log().increment(1, 1).aload(0);
          code.invokeVirtual(LIST, "size", "()I").logInt();
          code.iload(1).push(2).jump(IF_ICMPLT, "loop");
          code.await().log().exit(0);
          code.aload(0).invokeVirtual(LIST, "size", "()I").boxInt().returnCompleted();
        });
  }

  /** javac calls the object an Object in its stack maps, whatever it is. */
  @Test
  void the_stack_maps_say_less_of_the_object_than_the_code() {
    byte[] classFile =
        HandMadeClass.named(Trial.CLASS)
            .releasing(
                0,
                "m",
                "()",
                code -> {
                  code.tryCatch("inner", "innerEnd", "innerAny", null);
                  code.tryCatch("outer", "outerEnd", "outerAny", null);
                  code.newObject(LIST).dup().construct(LIST, "()V").enter(0).at("outer");
                  code.newObject(LIST).dup().construct(LIST, "()V").enter(1).at("inner");
                  code.push(0)
                      .istore(2)
                      .at("loop")
                      .map("java/lang/Object", "java/lang/Object", INTEGER);
                  code.await().log().increment(2, 1).iload(2).push(2).jump(IF_ICMPLT, "loop");
                  code.exit(1).at("innerEnd").exit(0).at("outerEnd");
                  code.push("end").returnCompleted();
                  code.at("innerAny");
                  code.map(
                      new Object[] {"java/lang/Object", "java/lang/Object"},
                      new Object[] {"java/lang/Throwable"});
                  code.exit(1).op(ATHROW);
                  code.at("outerAny");
                  code.map(new Object[] {"java/lang/Object"}, new Object[] {"java/lang/Throwable"});
                  code.exit(0).op(ATHROW);
                })
            .toBytesAsDeclared();
    Trial.expect("end", classFile);
  }

  @Test
  void the_object_of_the_only_monitor_stays_on_the_stack() {
    expect(
        "end",
        "()",
        code -> {
          code.push(7L).lock(0).dup().op(MONITORENTER).push(3);
          code.await().log().logHeld().logInt().op(MONITOREXIT).boxLong().log().logHeld();
          code.push("end").returnCompleted();
        });
  }

  @Test
  void an_uninitialised_object_is_below_the_object_of_the_monitor() {
    expect(
        "ab",
        "()",
        code -> {
          code.newObject("java/lang/String").dup().lock(0).enter(0);
          code.await().log().push("ab").exit(0);
          code.construct("java/lang/String", "(Ljava/lang/String;)V").returnCompleted();
        });
  }

  @Test
  void two_monitors_have_one_variable_by_turns() {
    expectPaired(
        "end",
        code -> {
          code.lock(0)
              .synchronizedBlock("first", 0, () -> code.await().log().logHeld().await().log());
          code.lock(1)
              .synchronizedBlock("second", 0, () -> code.await().log().logHeld().await().log());
          code.push("end").returnCompleted();
        });
  }

  @Test
  void a_stack_map_stands_right_before_the_monitor() {
    for (int which = 0; which < 2; which++) {
      expect(
          "end",
          "(I)",
          code -> {
            code.iload(0).jump(IFEQ, "other").lock(0).goTo("join");
            code.at("other").lock(1).at("join");
            code.synchronizedBlock("block", 1, () -> code.await().log().logHeld());
            code.push("end").returnCompleted();
          },
          which);
    }
  }

  @Test
  void a_monitor_starts_at_the_header_of_a_loop() {
    expect(
        "end",
        "()",
        code -> {
          code.push(0).istore(0).lock(0);
          code.at("loop").enter(1).await().log().logHeld().exit(1);
          code.increment(0, 1).lock(1).iload(0).push(3).jump(IF_ICMPLT, "loop");
          code.pop().push("end").returnCompleted();
        });
  }

  @Test
  void the_object_of_a_monitor_is_kept_nowhere() {
    expect(
        "left",
        "()",
        code -> {
          code.tryCatch("start", "end", "any", null);
          code.push(0).istore(0).lock(0).op(MONITORENTER);
          code.at("start").await().log().logHeld().increment(0, 1);
          code.iload(0).push(4).jump(IF_ICMPLT, "start");
          code.pushNull().op(ATHROW).at("end");
          code.at("any").pop().logHeld().lock(0).op(MONITOREXIT).push("left").returnCompleted();
        });
  }

  @Test
  void values_of_every_kind_are_kept_over_an_await_in_a_monitor() {
    expectPaired(
        "end",
        code -> {
          code.push(5).istore(0).push(6L).lstore(1).push("text").astore(3);
          code.lock(0)
              .synchronizedBlock(
                  "outer",
                  4,
                  () -> {
                    code.push(1.5).local(DSTORE, 6);
                    code.lock(1)
                        .synchronizedBlock(
                            "inner",
                            8,
                            () -> {
                              code.push(2.5f).local(FSTORE, 10);
                              code.iload(0).lload(1).await().log().boxLong().log().logInt();
                              code.local(FLOAD, 10).op(F2I).logInt();
                            });
                    code.local(DLOAD, 6).op(D2I).logInt();
                  });
          code.iload(0).logInt().lload(1).boxLong().log().aload(3).log();
          code.push("end").returnCompleted();
        });
  }

  @Test
  void a_result_that_is_returned_from_a_monitor_is_not_wrapped() {
    MethodNode entry =
        Weaving.clean(
                made(
                    "()",
                    code -> {
                      code.tryCatch("start", "end", "any", null);
                      code.lock(0).enter(0).at("start").await();
                      code.callStatic(
                          "dev/fermata/Fermata",
                          "completed",
                          "(Ljava/lang/Object;)Ldev/fermata/Coroutine;");
                      code.exit(0).at("end").op(ARETURN);
                      code.at("any").exit(0).op(ATHROW);
                    }))
            .entryOf("m");

    assertThat(
            java.util.Arrays.stream(entry.instructions.toArray())
                .filter(org.objectweb.asm.tree.MethodInsnNode.class::isInstance)
                .map(node -> ((org.objectweb.asm.tree.MethodInsnNode) node).name))
        .containsExactly("lock", "suspend1", "outcome"); // the await is an invokedynamic
  }

  @Test
  void a_monitor_that_is_held_on_one_of_two_paths_cannot_be_released() {
    Weaving weaving =
        Weaving.of(
            made(
                "(I)",
                code -> {
                  code.lock(0).astore(1).line(3).iload(0).jump(IFEQ, "free");
                  code.line(4).aload(1).op(MONITORENTER);
                  code.at("free").line(5).await().log().iload(0).jump(IFEQ, "left");
                  code.exit(1);
                  code.at("left").push("end").returnCompleted();
                }));

    assertThat(weaving.rendered())
        .singleElement()
        .asString()
        .startsWith(
            """
            error[FER-104]: the paths to the await hold different monitors, which can't be released
              --> made.Trial.m(HandMade.java:5)
               |  monitor entered at made.Trial.m(HandMade.java:4)
            """);
  }

  @Test
  void nested_monitors_whose_exits_do_not_tell_which_they_leave_cannot_be_released() {
    assertThat(
            Weaving.of(
                    made(
                        "()",
                        code -> {
                          code.lock(0).op(MONITORENTER).lock(1).op(MONITORENTER);
                          code.lock(0).op(MONITOREXIT).await().log();
                          code.lock(1).op(MONITOREXIT).push("end").returnCompleted();
                        }))
                .codes())
        .containsExactly("FER-104");
  }
}
