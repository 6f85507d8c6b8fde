package dev.fermata.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fermata} without a command: says which commands there are. */
@Command(
    name = "fermata",
    description =
        "async/await for Java: runs, weaves, checks and explains code with @Async methods.",
    mixinStandardHelpOptions = true,
    versionProvider = ToolVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:All went well.",
      "1:The input is bad, or the code has an error; nothing was written or run.",
      "2:The command line is wrong."
    })
final class FermataCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
