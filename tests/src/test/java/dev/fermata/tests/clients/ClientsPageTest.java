package dev.fermata.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of docs/clients.md is the code that these tests run. */
class ClientsPageTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void the_page_shows_what_is_run() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "clients.md"));
    List<String> blocks = BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
    assertThat(blocks).hasSize(8);
    String program = Files.readString(Programs.SHOWN);
    assertThat(blocks).allSatisfy(block -> assertThat(program).contains(asMember(block)));
  }

  private static String asMember(String block) {
    return block.indent(2).replaceAll("(?m)^ +$", "");
  }
}
