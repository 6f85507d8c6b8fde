package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -javaagent:fermata-agent.jar}, as users start it. */
class FermataAgentIT {
  private static final String AGENT = "-javaagent:" + System.getProperty("fermata.agent.jar");

  @TempDir private Path temp;
  private ChildJvm jvm;

  @BeforeEach
  void compileProgram() throws IOException {
    jvm = new ChildJvm(temp);
    jvm.compile(
        "Main.java",
        """
        public class Main {
          public static void main(String[] args) {
            Runnable r = () -> System.out.println("runs");
            r.run();
          }
        }
        """);
  }

  @Test
  void a_program_without_async_methods_does_not_notice_it() throws Exception {
    assertThat(jvm.java(AGENT, "-cp", jvm.classes(), "Main"))
        .isEqualTo(new ChildJvm.Result(0, "runs\n", ""));
  }

  @Test
  void a_program_without_async_methods_loads_little_of_the_compiler() throws Exception {
    String loaded = jvm.java("-Xlog:class+load", AGENT, "-cp", jvm.classes(), "Main").out();

    assertThat(loaded)
        .contains("dev.fermata.agent.shaded.compiler.classfile.ClassFilePrefilter ")
        .doesNotContain("dev.fermata.agent.shaded.compiler.ContinuationCompiler ")
        .doesNotContain("dev.fermata.agent.shaded.asm.")
        .doesNotContain("dev.fermata.agent.ClassDefiner$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verbos", "include", "dump=", "include=a,,verbose", "verbose=1"})
  void a_bad_option_is_one_line_and_exit_status_2(String options) throws Exception {
    ChildJvm.Result result = jvm.java(AGENT + "=" + options, "-cp", jvm.classes(), "Main");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("fermata-agent: ")
        .endsWith(
            "options are include=GLOB[;GLOB], exclude=GLOB[;GLOB], dump=DIR and verbose,"
                + " separated by commas");
  }

  @Test
  void given_twice_it_is_active_once() throws Exception {
    ChildJvm.Result result = jvm.java(AGENT, AGENT + "=verbose", "-cp", jvm.classes(), "Main");

    assertThat(result.status()).isZero();
    assertThat(result.err().lines()).singleElement().asString().contains("is active already");
  }

  @Test
  void verbose_says_that_it_is_active() throws Exception {
    assertThat(jvm.java(AGENT + "=verbose", "-cp", jvm.classes(), "Main"))
        .isEqualTo(new ChildJvm.Result(0, "runs\n", "fermata-agent: is active\n"));
  }

  @Test
  void it_can_be_attached_to_a_running_program() throws Exception {
    jvm.compile(
        "Attach.java",
        """
        public class Attach {
          public static void main(String[] args) throws Exception {
            var vm = com.sun.tools.attach.VirtualMachine.attach(
                String.valueOf(ProcessHandle.current().pid()));
            vm.loadAgent(args[0], "verbose");
            try {
              vm.loadAgent(args[0], "verbos");
            } catch (com.sun.tools.attach.AgentInitializationException e) {
              System.out.println("refused");
            }
            vm.detach();
          }
        }
        """);

    ChildJvm.Result result =
        jvm.java(
            "-Djdk.attach.allowAttachSelf=true",
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            jvm.classes(),
            "Attach",
            System.getProperty("fermata.agent.jar"));

    assertThat(result.out()).isEqualTo("refused\n");
    assertThat(result.err()).contains("fermata-agent: is active\n", "unknown option \"verbos\"");
  }
}
