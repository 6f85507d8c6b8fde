package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.cli.weave.ClassWeaver;
import dev.fermata.compiler.CompilerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class files that are broken or newer than the compiler, with the real compiler. */
class WeaveUnreadableTest {
  private static final String SOURCE =
      """
      package app;
      import static dev.fermata.Fermata.*;
      import dev.fermata.Coroutine;
      import dev.fermata.annotations.Async;
      class Program {
        @Async static Coroutine<String> slowly(String s) {
          await(yieldNow());
          return completed(s);
        }
      }
      """;

  @TempDir private Path temp;

  private Path compile() throws IOException {
    return new RealTool(temp).compile("classes", SOURCE).resolve("app/Program.class");
  }

  private ToolRun weave(Object... arguments) {
    return ToolRun.with(ClassWeaver.Factory.COMPILER, arguments);
  }

  private static byte[] ofVersion99(byte[] classFile) {
    byte[] newer = classFile.clone();
    newer[7] = 99;
    return newer;
  }

  private static byte[] withUnknownConstant(byte[] classFile) {
    byte[] broken = classFile.clone();
    int text = new String(broken, StandardCharsets.ISO_8859_1).indexOf("java/lang/Object");
    broken[text - 3] = 77;
    return broken;
  }

  @Test
  void a_newer_class_is_woven_and_keeps_its_version() throws IOException {
    Path file = compile();
    Files.write(file, ofVersion99(Files.readAllBytes(file)));

    ToolRun run = weave("weave", temp.resolve("classes"), "--in-place");

    assertThat(run)
        .isEqualTo(new ToolRun(0, "wove 1 of 1 class in " + temp.resolve("classes") + "\n", ""));
    assertThat(Files.readAllBytes(file)).startsWith(0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 99);
    assertThat(file.getParent()).isDirectoryContaining("glob:**$slowly$*.class");
  }

  @Test
  void a_newer_class_that_cannot_be_read_is_named_and_stays_and_the_others_are_woven()
      throws IOException {
    Path file = compile();
    byte[] original = Files.readAllBytes(file);
    byte[] unreadable = withUnknownConstant(ofVersion99(original));
    Path jar =
        TestClasses.jar(
            temp.resolve("app.jar"),
            c ->
                c.deflated("app/Program.class", original)
                    .deflated("META-INF/versions/55/app/Program.class", unreadable));

    ToolRun run = weave("weave", jar, "-d", temp.resolve("out"));

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("wove 1 of 2 classes in " + jar + "\n");
    assertThat(run.err())
        .startsWith("warning[FER-202]: a class file of version 99 is newer than ")
        .contains("--> " + jar + "!/META-INF/versions/55/app/Program.class\n");
  }

  @Test
  void a_class_that_is_broken_inside_is_named_with_its_file() throws IOException {
    Path file = compile();
    byte[] broken = Files.readAllBytes(file);
    String text = new String(broken, StandardCharsets.ISO_8859_1);
    int attribute = text.lastIndexOf("\0\0\0\2", broken.length); // the length of SourceFile
    broken[attribute - 5] = 0x7F; // and the index of its name
    Files.write(file, broken);

    ToolRun run = weave("weave", temp.resolve("classes"), "--in-place");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error[FER-201]: no valid class file")
        .contains("--> app.Program\n   |  in " + file + "\n");
    assertThat(file).hasBinaryContent(broken);
  }

  @Test
  void verifying_can_be_switched_off() {
    List<CompilerOptions> seen = new ArrayList<>();
    ClassWeaver.Factory recording =
        (options, classPath) -> {
          seen.add(options);
          return new FakeWeaver(classPath);
        };
    TestClasses.writeClass(temp.resolve("classes"), "A", "async");

    ToolRun.with(recording, "weave", temp.resolve("classes"), "-d", temp.resolve("a"));
    ToolRun.with(
        recording, "weave", temp.resolve("classes"), "-d", temp.resolve("b"), "--no-verify");
    ToolRun.with(recording, "check", temp.resolve("classes"));

    assertThat(seen).extracting(CompilerOptions::verify).containsExactly(true, false, true);
  }
}
