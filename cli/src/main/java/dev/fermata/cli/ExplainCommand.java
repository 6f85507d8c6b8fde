package dev.fermata.cli;

import dev.fermata.cli.explain.DotReport;
import dev.fermata.cli.explain.Subject;
import dev.fermata.cli.explain.TextReport;
import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassPath;
import dev.fermata.cli.weave.Findings;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.explain.ClassExplanation;
import dev.fermata.compiler.explain.MethodExplanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fermata explain}: shows the state machines that are made of a class's async methods. */
@Command(
    name = "explain",
    description = {
      "Shows the state machine of each async method of a class, or of one method.",
      "The class is given before it is woven: as CLASS[.METHOD], found in the folders and JARs"
          + " in front of it or on the class path, or as a .class file."
    },
    synopsisHeading = "Usage: ",
    customSynopsis = "fermata explain [--dot] [-cp=PATH] [DIR|JAR...] CLASS[.METHOD]|FILE.class",
    mixinStandardHelpOptions = true,
    versionProvider = ToolVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The class is explained.",
      "1:The input is bad, the class is woven already, or it has an error.",
      "2:The command line is wrong."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--dot", description = "Print the state machines for Graphviz.")
  private boolean dot;

  @Option(
      names = {"--classpath", "-cp"},
      paramLabel = "PATH",
      description =
          "Where the class, and those that it refers to, are found. The JDK and Fermata's runtime"
              + " are always found.")
  private @Nullable String classPath;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|JAR|CLASS",
      description = "Folders of class files and JARs, and at the end what is to be explained.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, BadInputException {
    int last = arguments.size() - 1;
    String target = arguments.get(last);
    if (Files.isDirectory(Path.of(target)) || target.endsWith(".jar")) {
      throw new BadInputException(
          target + ": name a class behind it: fermata explain " + target + " CLASS[.METHOD]");
    }
    try (ClassPath classes = open(arguments.subList(0, last))) {
      return explain(Subject.find(target, classes), classes);
    }
  }

  private ClassPath open(List<String> inputs) throws IOException, BadInputException {
    ClassPath classes = new ClassPath();
    try {
      for (String input : inputs) {
        Path path = Path.of(input);
        if (!Files.exists(path)) {
          throw new BadInputException(path + ": no such file or folder");
        }
        classes.add(path);
      }
      for (Path path : ClassPath.split(classPath)) {
        classes.add(path);
      }
      return classes;
    } catch (BadInputException e) {
      classes.close();
      throw e;
    }
  }

  private int explain(Subject subject, ClassPath classes) throws BadInputException {
    Findings findings = new Findings();
    ClassExplanation explanation =
        new ContinuationCompiler(CompilerOptions.DEFAULT, classes)
            .explain(subject.bytes(), findings);
    findings.print(spec.commandLine().getErr());
    if (explanation.wovenBefore()) {
      throw new BadInputException(
          subject.name() + " is woven already; give the class as its compiler made it");
    }
    List<MethodExplanation> methods = select(subject, explanation);
    if (!methods.isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(dot ? DotReport.render(methods) : TextReport.render(methods));
      out.flush();
    } else if (!findings.hasErrors()) {
      throw new BadInputException(nothing(subject, explanation));
    }
    return findings.hasErrors() ? ExitStatus.BAD_INPUT : ExitStatus.OK;
  }

  /** A method's name stands for all its overloads, and for the lambdas in it. */
  private static List<MethodExplanation> select(Subject subject, ClassExplanation explanation) {
    String name = subject.method();
    return explanation.methods().stream()
        .filter(
            method ->
                name == null
                    || name.equals(method.place().name())
                    || name.equals(method.place().sourceName()))
        .toList();
  }

  private static String nothing(Subject subject, ClassExplanation explanation) {
    if (explanation.methods().isEmpty()) {
      return subject.name() + " has no @Async methods and no async lambdas";
    }
    List<String> names =
        explanation.methods().stream().map(m -> m.place().sourceName()).distinct().toList();
    return subject.name()
        + " has no async method "
        + subject.method()
        + ", but "
        + String.join(", ", names);
  }
}
