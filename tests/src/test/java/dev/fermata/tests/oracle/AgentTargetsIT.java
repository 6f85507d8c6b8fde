package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every target, woven by the agent when it is loaded, behaves as the oracle does. */
class AgentTargetsIT {
  private static final int MODES = 4;

  @TempDir private Path temp;

  @Test
  void targets_that_the_agent_weaves_behave_as_the_oracle() throws Exception {
    List<String> folders = new ArrayList<>();
    long targets = 0;
    for (Build build : Build.all()) {
      TargetSuite suite = TargetSuite.of(build);
      folders.add(write(suite.classes(), temp.resolve(build.folder())));
      folders.add(write(suite.oracleClasses(), temp.resolve(build.folder() + "-oracle")));
      targets += suite.oracles().size();
    }
    long classes =
        Build.all().stream()
            .flatMap(build -> TargetSuite.of(build).oracles().stream())
            .map(Method::getDeclaringClass)
            .map(Class::getName)
            .distinct()
            .count();

    String output = runWithAgent(folders);

    assertThat(output.lines().toList())
        .as(output)
        .last()
        .isEqualTo(targets * MODES + " runs of " + classes + " target classes, 0 differences");
  }

  private static String write(Map<String, byte[]> classes, Path folder) throws IOException {
    for (var file : classes.entrySet()) {
      Path path = folder.resolve(file.getKey() + ".class");
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder.toString();
  }

  private String runWithAgent(List<String> arguments) throws Exception {
    String agent = System.getProperty("fermata.agent.jar");
    // The agent's own JAR stays off the class path, as it is for a user.
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("fermata-agent"))
            .filter(entry -> !entry.contains("agent" + File.separator + "target"))
            .reduce((a, b) -> a + File.pathSeparator + b)
            .orElseThrow();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-OmitStackTraceInFastThrow", "-javaagent:" + agent));
    command.addAll(List.of("-cp", classPath, AgentTargets.class.getName()));
    command.addAll(arguments);
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("hangs; it wrote " + Files.readString(out));
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
