package dev.fermata.cli;

import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassWeaver;
import dev.fermata.cli.weave.Findings;
import dev.fermata.cli.weave.SignedJars;
import dev.fermata.cli.weave.WeaveJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fermata weave}: weaves compiled classes, in place or into another folder. */
@Command(
    name = "weave",
    description = {
      "Weaves the @Async methods of compiled classes.",
      "Every file is replaced atomically, and none is if any class has an error. Weaving twice"
          + " changes nothing. A class that needs no weaving keeps its bytes and its time stamp."
    },
    mixinStandardHelpOptions = true,
    versionProvider = ToolVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:All classes are woven.",
      "1:The input is bad, or a class has an error; nothing was written.",
      "2:The command line is wrong."
    })
final class WeaveCommand implements Callable<Integer> {
  private final ClassWeaver.Factory weavers;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private InputOptions input = new InputOptions();

  @Option(names = "--in-place", description = "Replace the classes where they are.")
  private boolean inPlace;

  @Option(
      names = {"-d", "--output"},
      paramLabel = "OUT",
      description =
          "Write everything that the inputs hold, woven, into this folder: the content of folders,"
              + " and JARs under their own names.")
  private @Nullable Path output;

  @Option(
      names = "--signed",
      paramLabel = "WHAT",
      defaultValue = "fail",
      converter = SignedJarsConverter.class,
      description =
          "What becomes of a signed JAR that would change: fail, strip its signature, or skip the"
              + " JAR. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private SignedJars signed;

  @Option(names = "--no-verify", description = "Do not verify the woven classes.")
  private boolean noVerify;

  WeaveCommand(ClassWeaver.Factory weavers) {
    this.weavers = weavers;
  }

  @Override
  public Integer call() throws IOException, BadInputException {
    checkDestination();
    PrintWriter out = spec.commandLine().getOut();
    try (WeaveJob job = new WeaveJob(weavers, input.options(!noVerify))) {
      Findings findings = job.weave(input.inputs());
      job.settle(signed);
      PrintWriter err = spec.commandLine().getErr();
      findings.print(err);
      if (findings.hasErrors()) {
        err.println("fermata: " + Plural.of(findings.errors(), "error") + ", nothing was written");
        return ExitStatus.BAD_INPUT;
      }
      if (output == null) {
        job.writeInPlace();
      } else {
        job.writeTo(output);
      }
      for (WeaveJob.Summary s : job.summaries()) {
        out.printf("wove %d of %s in %s%n", s.woven(), Plural.of(s.classes(), "class"), s.name());
      }
    }
    return ExitStatus.OK;
  }

  private void checkDestination() {
    if (inPlace == (output != null)) {
      throw new ParameterException(
          spec.commandLine(), "give either --in-place or -d OUT" + (inPlace ? ", not both" : ""));
    }
    if (output == null) {
      return;
    }
    Path folder = real(output);
    for (Path path : input.inputs()) {
      Path source = real(path);
      if (folder.equals(source)
          || (folder.equals(source.getParent()) && !Files.isDirectory(source))) {
        throw new ParameterException(
            spec.commandLine(),
            "-d " + output + " is where the input " + path + " is; use --in-place");
      }
      if (folder.startsWith(source)) {
        throw new ParameterException(
            spec.commandLine(), "-d " + output + " lies inside the input " + path);
      }
    }
  }

  /** The real path, also of what is yet to be made. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      Path parent = absolute.getParent();
      Path name = absolute.getFileName();
      return parent == null || name == null ? absolute : real(parent).resolve(name);
    }
  }
}
