package dev.fermata.cli;

import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassWeaver;
import dev.fermata.cli.weave.IoProblems;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The parser with all commands, and how each kind of failure is said. */
final class Tool {
  private Tool() {}

  /**
   * Makes the parser.
   *
   * @param run the command whose program the caller runs afterwards
   */
  static CommandLine parser(ClassWeaver.Factory weavers, RunCommand run) {
    CommandLine runParser = new CommandLine(run).setStopAtPositional(true);
    CommandLine parser =
        new CommandLine(new FermataCommand())
            .addSubcommand(runParser)
            .addSubcommand(new WeaveCommand(weavers))
            .addSubcommand(new CheckCommand(weavers))
            .addSubcommand(new ExplainCommand());
    // A program's argument may begin with "@".
    parser.setExpandAtFiles(false);
    parser.setUsageHelpAutoWidth(false);
    parser.setParameterExceptionHandler((e, args) -> usage(e));
    parser.setExecutionExceptionHandler((e, commandLine, result) -> failure(e, commandLine));
    return parser;
  }

  private static int usage(ParameterException e) {
    CommandLine commandLine = e.getCommandLine();
    String message = String.valueOf(e.getMessage()).strip().replaceAll("\\R\\s*", " ");
    if (message.endsWith(".")) {
      message = message.substring(0, message.length() - 1);
    }
    String command = commandLine.getCommandSpec().qualifiedName(" ");
    String line = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    commandLine.getErr().println("fermata: " + line + " (try '" + command + " --help')");
    return ExitStatus.USAGE;
  }

  private static int failure(Exception e, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    if (e instanceof BadInputException) {
      err.println("fermata: " + e.getMessage());
    } else if (e instanceof IOException io) {
      err.println("fermata: " + IoProblems.describe(io));
    } else {
      err.println("fermata: a mistake of the tool itself; please report it with what follows");
      e.printStackTrace(err);
    }
    err.flush();
    return ExitStatus.BAD_INPUT;
  }
}
