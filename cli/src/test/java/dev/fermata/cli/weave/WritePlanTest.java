package dev.fermata.cli.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.cli.FakeWeaver;
import dev.fermata.cli.TestClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritePlanTest {
  @TempDir private Path temp;
  private final WritePlan plan = new WritePlan();

  @BeforeEach
  void resolveLinks() throws IOException {
    temp = temp.toRealPath();
  }

  @Test
  void generated_classes_are_written_before_the_class_that_needs_them() throws Exception {
    Path owner = TestClasses.writeClass(temp, "a/Z", "async");
    ClassFolder folder = ClassFolder.open(temp);
    Findings findings = new Findings();
    WovenSet woven;
    try (OrderedWorkers workers = new OrderedWorkers(1)) {
      FakeWeaver weaver = new FakeWeaver(name -> null);
      woven = new ClassSetWeaver(weaver, workers, findings).weave(folder);
    }

    folder.planInPlace(woven, plan);

    assertThat(findings.hasErrors()).isFalse();
    assertThat(plan.targets()).containsExactly(temp.resolve("a/Z$frame.class"), owner);
  }

  @Test
  void while_files_are_written_every_target_is_still_the_old_one() throws Exception {
    Path first = Files.writeString(temp.resolve("first"), "old");
    Path second = Files.writeString(temp.resolve("second"), "old");
    plan.write("new".getBytes(), first, first);
    plan.writeStream(
        out -> {
          assertThat(first).hasContent("old");
          out.write("new".getBytes());
          out.flush();
          assertThat(second).hasContent("old");
        },
        second,
        second);

    plan.execute();

    assertThat(first).hasContent("new");
    assertThat(second).hasContent("new");
    assertThat(temp).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void a_failure_leaves_old_files_and_no_temporary_ones_and_no_new_folders() throws Exception {
    Path first = Files.writeString(temp.resolve("first"), "old");
    plan.write("new".getBytes(), first, first);
    plan.write("new".getBytes(), first, temp.resolve("x/y/z"));
    plan.writeStream(
        out -> {
          out.write(1);
          throw new IOException("disk full");
        },
        first,
        temp.resolve("last"));

    assertThatThrownBy(plan::execute).isInstanceOf(IOException.class).hasMessage("disk full");

    assertThat(first).hasContent("old");
    assertThat(temp).isDirectoryContaining(file -> file.equals(first));
    assertThat(temp.toFile().list()).containsExactly("first");
  }

  @Test
  void one_file_is_not_planned_twice() throws Exception {
    plan.write(new byte[1], temp.resolve("a"), temp.resolve("target"));

    assertThatThrownBy(
            () -> plan.write(new byte[2], temp.resolve("b"), temp.resolve("x/../target")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("would be written twice")
        .hasMessageContaining(temp.resolve("a").toString())
        .hasMessageContaining(temp.resolve("b").toString());
  }
}
