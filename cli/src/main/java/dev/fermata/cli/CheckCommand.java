package dev.fermata.cli;

import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassWeaver;
import dev.fermata.cli.weave.Findings;
import dev.fermata.cli.weave.WeaveJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fermata check}: says what weaving would say, and writes nothing. */
@Command(
    name = "check",
    description = "Says what is wrong with the @Async methods of compiled classes; writes nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = ToolVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:There are no errors; there may be warnings.",
      "1:The input is bad, or a class has an error.",
      "2:The command line is wrong."
    })
final class CheckCommand implements Callable<Integer> {
  private final ClassWeaver.Factory weavers;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private InputOptions input = new InputOptions();

  CheckCommand(ClassWeaver.Factory weavers) {
    this.weavers = weavers;
  }

  @Override
  public Integer call() throws IOException, BadInputException {
    PrintWriter out = spec.commandLine().getOut();
    try (WeaveJob job = new WeaveJob(weavers, input.options(true))) {
      Findings findings = job.weave(input.inputs());
      findings.print(spec.commandLine().getErr());
      int classes = job.summaries().stream().mapToInt(WeaveJob.Summary::classes).sum();
      out.printf(
          "checked %s: %s, %s%n",
          Plural.of(classes, "class"),
          Plural.of(findings.errors(), "error"),
          Plural.of(findings.warnings(), "warning"));
      return findings.hasErrors() ? ExitStatus.BAD_INPUT : ExitStatus.OK;
    }
  }
}
