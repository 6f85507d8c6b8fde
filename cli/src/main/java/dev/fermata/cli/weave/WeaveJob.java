package dev.fermata.cli.weave;

import dev.fermata.compiler.CompilerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weaves all classes of some folders and JARs in memory and, if none of them has an error, writes
 * what changed. Used once, by one thread.
 */
public final class WeaveJob implements AutoCloseable {
  /**
   * What was done to one input.
   *
   * @param name as the user gave it
   * @param classes how many class files it has
   * @param woven how many of them were woven
   */
  public record Summary(String name, int classes, int woven) {}

  private final ClassWeaver.Factory weavers;
  private final WeaveOptions options;
  private final Findings findings = new Findings();
  private final Map<Path, WeaveInput> inputs = new LinkedHashMap<>();
  private final Map<WeaveInput, WovenSet> results = new LinkedHashMap<>();

  /**
   * Makes a job.
   *
   * @param weavers makes the compiler
   */
  public WeaveJob(ClassWeaver.Factory weavers, WeaveOptions options) {
    this.weavers = weavers;
    this.options = options;
  }

  /** Weaves in memory; nothing is written. A path that is given twice counts once. */
  public Findings weave(List<Path> paths) throws IOException, BadInputException {
    paths.forEach(this::open);
    try (ClassPath found = new ClassPath();
        OrderedWorkers workers = new OrderedWorkers(Runtime.getRuntime().availableProcessors())) {
      for (WeaveInput input : inputs.values()) {
        for (Path path : input.files()) {
          found.addWithRoots(path);
        }
      }
      for (Path path : options.classPath()) {
        found.add(path);
      }
      ClassWeaver weaver = weavers.create(new CompilerOptions(options.verify(), false), found);
      for (WeaveInput input : inputs.values()) {
        if (input.hasJarsLeftOut()) {
          findings.note(
              input.name() + ": the JARs inside of it are left out; --nested takes them in");
        }
        results.put(input, new ClassSetWeaver(weaver, workers, findings).weave(input));
      }
    }
    return findings;
  }

  private void open(Path path) {
    try {
      Path real = real(path);
      if (!inputs.containsKey(real)) {
        inputs.put(real, WeaveInput.open(path, options.nested()));
      }
    } catch (BadInputException e) {
      findings.problem(String.valueOf(e.getMessage()));
    }
  }

  private static Path real(Path path) throws BadInputException {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(path, e));
    }
  }

  /** Finds what stands in the way of writing the result; called before it is written. */
  public void settle(SignedJars signed) {
    Obstacles obstacles = new Obstacles(signed, findings);
    results.replaceAll(obstacles::settle);
  }

  /** Replaces what was woven. */
  public void writeInPlace() throws IOException, BadInputException {
    WritePlan plan = new WritePlan();
    for (Map.Entry<WeaveInput, WovenSet> result : results.entrySet()) {
      result.getKey().planInPlace(result.getValue(), plan);
    }
    execute(plan);
  }

  /** Writes all inputs, woven, into another folder. */
  public void writeTo(Path folder) throws IOException, BadInputException {
    WritePlan plan = new WritePlan();
    for (Map.Entry<WeaveInput, WovenSet> result : results.entrySet()) {
      result.getKey().planCopy(result.getValue(), folder, plan);
    }
    execute(plan);
  }

  private void execute(WritePlan plan) throws IOException {
    if (findings.hasErrors()) {
      throw new IllegalStateException("nothing is written when there are errors");
    }
    plan.execute();
  }

  /** What was done, in the order of the inputs. */
  public List<Summary> summaries() {
    List<Summary> summaries = new ArrayList<>();
    results.forEach(
        (input, woven) ->
            summaries.add(new Summary(input.name(), woven.allClasses(), woven.allWoven())));
    return summaries;
  }

  @Override
  public void close() throws IOException {
    for (WeaveInput input : inputs.values()) {
      input.close();
    }
  }
}
