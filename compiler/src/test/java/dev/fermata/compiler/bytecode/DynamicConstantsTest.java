package dev.fermata.compiler.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.fixture.Equivalence;
import dev.fermata.compiler.fixture.HandMadeClass;
import dev.fermata.compiler.fixture.Trial;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;

/** Tests of constants that are computed when they are loaded first (JVMS 6.5, ldc). */
class DynamicConstantsTest {
  private static final String BOOTSTRAPS = "java/lang/invoke/ConstantBootstraps";
  private static final String LOOKUP =
      "Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;";

  /** What a static method gives for a text. */
  private static ConstantDynamic parsed(String owner, String method, String type, String text) {
    return new ConstantDynamic(
        "parsed",
        type,
        new Handle(
            H_INVOKESTATIC,
            BOOTSTRAPS,
            "invoke",
            "(" + LOOKUP + "Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;",
            false),
        new Handle(H_INVOKESTATIC, owner, method, "(Ljava/lang/String;)" + type, false),
        text);
  }

  private static ConstantDynamic anInt(String text) {
    return parsed("java/lang/Integer", "parseInt", "I", text);
  }

  private static ConstantDynamic nullOf(String type) {
    return new ConstantDynamic(
        "none",
        type,
        new Handle(
            H_INVOKESTATIC,
            BOOTSTRAPS,
            "nullConstant",
            "(" + LOOKUP + ")Ljava/lang/Object;",
            false));
  }

  private static HandMadeClass trial() {
    return HandMadeClass.named(Trial.CLASS).ofVersion(V11);
  }

  // case 115
  @Test
  void dynamic_constants_lie_below_an_await() {
    byte[] classFile =
        trial()
            .cold(
                "m",
                "()",
                code ->
                    code.push(parsed("java/lang/Long", "parseLong", "J", "5000000000"))
                        .push(anInt("7"))
                        .await()
                        .log()
                        .logInt()
                        .boxLong()
                        .returnCompleted())
            .toBytes();

    assertThat(Equivalence.check(classFile, "m").outcome()).isEqualTo("value 5000000000");
  }

  // case 115
  @Test
  void dynamic_constants_live_in_variables_across_awaits() {
    byte[] classFile =
        trial()
            .cold(
                "m",
                "()",
                code ->
                    code.push(anInt("3"))
                        .istore(1)
                        .push(nullOf("Ljava/lang/String;"))
                        .astore(2)
                        .await()
                        .log()
                        .aload(2)
                        .log()
                        .await()
                        .log()
                        .iload(1)
                        .boxInt()
                        .returnCompleted())
            .toBytes();

    assertThat(Equivalence.check(classFile, "m").outcome()).isEqualTo("value 3");
  }

  // case 115
  @Test
  void a_dynamic_constant_that_fails_is_caught_where_it_is_loaded() {
    byte[] classFile =
        trial()
            .cold(
                "m",
                "()",
                code ->
                    code.tryCatch("start", "end", "handler", "java/lang/BootstrapMethodError")
                        .tryCatch("start", "end", "handler", "java/lang/NumberFormatException")
                        .await()
                        .log()
                        .at("start")
                        .push(anInt("no number"))
                        .at("end")
                        .boxInt()
                        .returnCompleted()
                        .at("handler")
                        .pop()
                        .await()
                        .log()
                        .push("caught")
                        .returnCompleted())
            .toBytes();

    assertThat(Equivalence.check(classFile, "m").outcome()).isEqualTo("value caught");
  }
}
