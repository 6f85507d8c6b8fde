package dev.fermata.cli;

import dev.fermata.cli.run.Program;
import dev.fermata.cli.run.ProgramBuilder;
import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassPath;
import dev.fermata.cli.weave.ClassWeaver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code fermata run}: compiles and weaves one source file. The program is kept for {@link Main} to
 * run, so that none of the parser's calls stand below the user's main method.
 */
@Command(
    name = "run",
    description = {
      "Compiles one source file in memory, weaves it and runs its main method.",
      "What follows FILE is passed to the program."
    },
    mixinStandardHelpOptions = true,
    versionProvider = ToolVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The program ended; or whatever it gave to System.exit.",
      "1:The file does not compile or can't be woven, or main threw an exception.",
      "2:The command line is wrong.",
      "130:Ctrl-C has cancelled the main task."
    })
final class RunCommand implements Callable<Integer> {
  private final ClassWeaver.Factory weavers;
  private @Nullable Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = {"--classpath", "-cp"},
      paramLabel = "PATH",
      description = "The program's class path; Fermata's runtime is always on it.")
  private @Nullable String classPath;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description = "Sets a system property of the program.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Parameters(index = "0", paramLabel = "FILE", description = "A .java file.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Parameters(index = "1..*", paramLabel = "ARG", description = "Arguments of the program.")
  private List<String> arguments = List.of();

  RunCommand(ClassWeaver.Factory weavers) {
    this.weavers = weavers;
  }

  @Override
  public Integer call() throws BadInputException, IOException {
    properties.forEach(System::setProperty);
    program =
        new ProgramBuilder(
                ToolProvider.getSystemJavaCompiler(), weavers, ClassPath.split(classPath))
            .build(file, arguments, spec.commandLine().getErr());
    return program == null ? ExitStatus.BAD_INPUT : ExitStatus.OK;
  }

  /** The program that is to be run now, or null. */
  @Nullable Program program() {
    return program;
  }
}
