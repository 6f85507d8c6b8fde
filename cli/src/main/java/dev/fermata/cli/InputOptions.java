package dev.fermata.cli;

import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassPath;
import dev.fermata.cli.weave.WeaveOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The inputs and their class path, as {@code weave} and {@code check} take them. */
final class InputOptions {
  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|JAR",
      description = "Folders of class files, and JARs.")
  private List<Path> inputs = new ArrayList<>();

  @Option(
      names = {"--classpath", "-cp"},
      paramLabel = "PATH",
      description =
          "Where classes are found that the inputs refer to. The inputs, the JDK and Fermata's"
              + " runtime are always found.")
  private @Nullable String classPath;

  @Option(
      names = "--nested",
      description =
          "Takes in the JARs inside of the JARs, as in executable archives and web applications.")
  private boolean nested;

  List<Path> inputs() {
    return inputs;
  }

  WeaveOptions options(boolean verify) throws BadInputException {
    return new WeaveOptions(ClassPath.split(classPath), nested, verify);
  }
}
