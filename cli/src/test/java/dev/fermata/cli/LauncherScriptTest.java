package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code fermata} script, in a copy of the project whose Maven and whose JDK only take notes.
 */
class LauncherScriptTest {
  private static final String BUILDING = "fermata: building the tool (once)...\n";

  @TempDir private Path temp;
  private Path project;
  private Path jdk;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void makeProject() throws IOException {
    assumeThat(File.separator).isEqualTo("/");
    project = Files.createDirectories(temp.resolve("my project"));
    jdk = temp.resolve("jdk 21");
    for (String module : List.of("annotations", "runtime", "compiler", "cli")) {
      write(project.resolve(module + "/pom.xml"), "");
      write(project.resolve(module + "/src/main/java/A.java"), "");
      write(project.resolve(module + "/src/test/java/ATest.java"), "");
    }
    write(project.resolve("pom.xml"), "");
    Files.copy(Path.of("..", "fermata"), project.resolve("fermata"));
    script(project.resolve("fermata"), Files.readString(project.resolve("fermata")));
    mavenThat("mkdir -p cli/target; echo jar > cli/target/fermata.jar");
    script(jdk.resolve("bin/java"), "#!/bin/sh\nfor a in \"$@\"; do echo \"<$a>\"; done; exit 5\n");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    write(jdk.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
  }

  private void mavenThat(String does) throws IOException {
    script(
        project.resolve("mvnw"),
        "#!/bin/sh\necho \"$*\" >> builds\necho what Maven says\n" + does + "\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Result run(Path script, String... arguments) throws Exception {
    return run(jdk.toString(), script, arguments);
  }

  private Result run(String javaHome, Path script, String... arguments) throws Exception {
    return resultOf(start(javaHome, "run", script, arguments), "run");
  }

  private Process start(String javaHome, String name, Path script, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(temp.resolve(name + ".out").toFile())
            .redirectError(temp.resolve(name + ".err").toFile());
    builder.environment().put("JAVA_HOME", javaHome);
    builder
        .environment()
        .merge("PATH", temp.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    return builder.start();
  }

  private Result resultOf(Process process, String name) throws Exception {
    int status = process.waitFor();
    return new Result(
        status,
        Files.readString(temp.resolve(name + ".out"), StandardCharsets.UTF_8),
        Files.readString(temp.resolve(name + ".err"), StandardCharsets.UTF_8));
  }

  private Path fermata() {
    return project.resolve("fermata");
  }

  private int builds() throws IOException {
    Path builds = project.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  private String launched(String... arguments) {
    StringBuilder text = new StringBuilder();
    if (arguments.length == 0 || !arguments[0].equals("run")) {
      text.append("<-XX:TieredStopAtLevel=1>\n<-XX:+UseSerialGC>\n");
    }
    text.append("<-jar>\n<");
    text.append(project.resolve("cli/target/fermata.jar")).append(">\n");
    for (String argument : arguments) {
      text.append('<').append(argument).append(">\n");
    }
    return text.toString();
  }

  /** What a user's editor does later: makes a file newer than the JAR. */
  private void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  @Test
  void the_first_run_builds_and_the_second_does_not() throws Exception {
    assertThat(run(fermata(), "run", "A B.java", "", "*"))
        .isEqualTo(new Result(5, launched("run", "A B.java", "", "*"), BUILDING));
    assertThat(run(fermata(), "run")).isEqualTo(new Result(5, launched("run"), ""));
    assertThat(builds()).isEqualTo(1);
    assertThat(Files.readString(project.resolve("builds"))).contains("-pl cli -am -DskipTests");
  }

  @Test
  void only_programs_get_the_whole_jvm() throws Exception {
    assertThat(run(fermata(), "weave", "-d", "out", "in").out())
        .startsWith("<-XX:TieredStopAtLevel=1>")
        .isEqualTo(launched("weave", "-d", "out", "in"));
    assertThat(run(fermata(), "run", "Program.java").out()).startsWith("<-jar>");
  }

  @Test
  void a_changed_source_builds_again() throws Exception {
    run(fermata());
    touch(project.resolve("runtime/src/main/java/A.java"));
    assertThat(run(fermata()).err()).isEqualTo(BUILDING);
  }

  @Test
  void a_changed_pom_builds_again() throws Exception {
    run(fermata());
    touch(project.resolve("compiler/pom.xml"));

    assertThat(run(fermata()).err()).isEqualTo(BUILDING);
  }

  @Test
  void a_changed_test_does_not_build() throws Exception {
    run(fermata());
    touch(project.resolve("cli/src/test/java/ATest.java"));

    assertThat(run(fermata()).err()).isEmpty();
  }

  @Test
  void a_deleted_source_builds_again() throws Exception {
    run(fermata());
    Files.delete(project.resolve("compiler/src/main/java/A.java"));
    touch(project.resolve("compiler/src/main/java"));

    assertThat(run(fermata()).err()).isEqualTo(BUILDING);
  }

  @Test
  void a_source_that_is_saved_during_the_build_builds_again() throws Exception {
    // The JAR is written last, and still lacks what was saved before that.
    mavenThat(
        "while [ ! cli/src/main/java/A.java -nt cli/target/fermata.building ]; do"
            + " touch cli/src/main/java/A.java; done; echo jar > cli/target/fermata.jar");
    run(fermata());

    assertThat(run(fermata()).err()).isEqualTo(BUILDING);
  }

  @Test
  void a_failed_build_shows_its_output_and_is_tried_again() throws Exception {
    mavenThat("mkdir -p cli/target; echo half > cli/target/fermata.jar; exit 1");
    Result failed = run(fermata(), "run");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .isEqualTo(BUILDING + "what Maven says\nfermata: the build failed; its output is above\n");

    mavenThat("echo whole > cli/target/fermata.jar");
    assertThat(run(fermata())).isEqualTo(new Result(5, launched(), BUILDING));
    assertThat(run(fermata()).err()).isEmpty();
  }

  @Test
  void two_first_runs_at_once_build_once() throws Exception {
    // The build of the first run lasts until the second waits for it.
    Path building = temp.resolve("is building");
    Path waiting = temp.resolve("is waiting");
    mavenThat(
        ("touch '%s'; until [ -e '%s' ]; do :; done; echo jar > cli/target/fermata.jar")
            .formatted(building, waiting));
    script(temp.resolve("bin/sleep"), "#!/bin/sh\ntouch '" + waiting + "'\n");

    Process first = start(jdk.toString(), "first", fermata(), "first");
    while (first.isAlive() && !Files.exists(building)) {
      Thread.onSpinWait();
    }
    Process second = start(jdk.toString(), "second", fermata(), "second");

    assertThat(resultOf(first, "first")).isEqualTo(new Result(5, launched("first"), BUILDING));
    assertThat(resultOf(second, "second")).isEqualTo(new Result(5, launched("second"), ""));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void the_lock_of_a_killed_run_is_taken_over() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    write(project.resolve("cli/target/fermata.lock/pid"), dead.pid() + "\n");

    assertThat(run(fermata(), "run")).isEqualTo(new Result(5, launched("run"), BUILDING));
    assertThat(project.resolve("cli/target/fermata.lock")).doesNotExist();
  }

  @Test
  void it_is_found_through_symbolic_links_from_anywhere() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path relative = Files.createSymbolicLink(bin.resolve("one"), Path.of("../my project/fermata"));
    Path chained = Files.createSymbolicLink(temp.resolve("two"), relative);

    assertThat(run(relative, "--version").out()).isEqualTo(launched("--version"));
    assertThat(run(chained, "--version").out()).isEqualTo(launched("--version"));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void a_wrong_java_home_is_one_line() throws Exception {
    Result result = run(temp.resolve("nowhere").toString(), fermata());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().startsWith("fermata: JAVA_HOME is");
  }

  @Test
  void an_old_java_is_one_line() throws Exception {
    write(jdk.resolve("release"), "JAVA_VERSION=\"1.8.0_392\"\n");

    Result result = run(fermata());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .endsWith("is version 1.8.0_392; Fermata needs a JDK, version 17 or newer");
  }

  @Test
  void building_with_a_java_that_has_no_compiler_is_one_line() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));

    Result result = run(fermata());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains("needs a JDK, not a JRE");
    assertThat(builds()).isZero();
  }
}
