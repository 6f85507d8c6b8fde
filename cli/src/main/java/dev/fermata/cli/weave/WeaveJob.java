package dev.fermata.cli.weave;

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
   * @param path as the user gave it
   * @param classes how many class files it has
   * @param woven how many of them were woven
   */
  public record Summary(Path path, int classes, int woven) {}

  private final ClassWeaver.Factory weavers;
  private final List<Path> classPath;
  private final Findings findings = new Findings();
  private final Map<Path, WeaveInput> inputs = new LinkedHashMap<>();
  private final Map<WeaveInput, WovenSet> results = new LinkedHashMap<>();

  /**
   * Makes a job.
   *
   * @param classPath where classes are found that the inputs refer to, besides the inputs
   */
  public WeaveJob(ClassWeaver.Factory weavers, List<Path> classPath) {
    this.weavers = weavers;
    this.classPath = List.copyOf(classPath);
  }

  /** Weaves in memory; nothing is written. A path that is given twice counts once. */
  public Findings weave(List<Path> paths) throws IOException, BadInputException {
    paths.forEach(this::open);
    try (ClassPath found = new ClassPath()) {
      for (Path path : inputs.keySet()) {
        found.add(path);
      }
      for (Path path : classPath) {
        found.add(path);
      }
      ClassWeaver weaver = weavers.create(found);
      for (WeaveInput input : inputs.values()) {
        results.put(input, new ClassSetWeaver(weaver, findings).weave(input));
      }
    }
    return findings;
  }

  private void open(Path path) {
    try {
      Path real = real(path);
      if (!inputs.containsKey(real)) {
        inputs.put(real, WeaveInput.open(path));
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
            summaries.add(new Summary(input.path(), woven.classes(), woven.replaced().size())));
    return summaries;
  }

  @Override
  public void close() throws IOException {
    for (WeaveInput input : inputs.values()) {
      input.close();
    }
  }
}
