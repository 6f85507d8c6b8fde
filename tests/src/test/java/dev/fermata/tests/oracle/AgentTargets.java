package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Mode.Timing;
import dev.fermata.tests.probe.Probe;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A program for a JVM with the agent: it runs every target as the agent has woven it when it was
 * loaded, and by the oracle, and prints what differs and how much it compared.
 */
final class AgentTargets {
  private static final String TEST =
      "AgentTargetsIT.targets_that_the_agent_weaves_behave_as_the_oracle";
  private static final List<Mode> MODES =
      List.of(
          Mode.of(Timing.DONE),
          Mode.of(Timing.LATER),
          Mode.of(Timing.LATER).failingAt(1),
          Mode.of(Timing.LATER).cancelledAt(1));

  private final Set<String> classesRun = new TreeSet<>();
  private final RunCounts counts = new RunCounts();
  private int runs;
  private int differences;

  private AgentTargets() {}

  /**
   * Runs.
   *
   * @param args by turns, folders of compiled, unwoven classes, and of the oracle's
   */
  public static void main(String[] args) throws Exception {
    AgentTargets all = new AgentTargets();
    for (int i = 0; i < args.length; i += 2) {
      all.compare(Path.of(args[i]), Path.of(args[i + 1]));
    }
    all.counts.write(AgentTargetsIT.class);
    System.out.println(
        all.runs
            + " runs of "
            + all.classesRun.size()
            + " target classes, "
            + all.differences
            + " differences");
  }

  private void compare(Path folder, Path oracles) throws Exception {
    SortedMap<String, byte[]> classes = SourceCompiler.classFiles(oracles);
    try (URLClassLoader agents = new URLClassLoader(urls(folder))) {
      for (Method oracle :
          TargetSuite.targets(classes.keySet(), TargetSuite.oracleLoader(classes)).toList()) {
        String owner = oracle.getDeclaringClass().getName();
        Method woven =
            TargetSuite.load(owner, agents).getDeclaredMethod(oracle.getName(), Probe.class);
        requireWoven(woven.getDeclaringClass());
        classesRun.add(owner);
        for (Mode mode : MODES) {
          compare(folder, oracle, woven, mode);
        }
      }
    }
  }

  private void compare(Path folder, Method oracle, Method woven, Mode mode) {
    runs++;
    Probe probe = new Probe(mode);
    Trace expected = new OracleRunner().run(oracle, probe);
    counts.add(TEST, oracle, buildOf(folder), "agent", Way.of(probe));
    Trace actual = new LoopRunner().run(woven, mode);
    if (!actual.agreesWith(expected)) {
      differences++;
      System.out.println(
          folder + " " + woven + " [" + mode + "]\nexpected " + expected + "\nbut was " + actual);
    }
  }

  private static Build buildOf(Path folder) {
    return Build.all().stream()
        .filter(build -> folder.endsWith(build.folder()))
        .findFirst()
        .orElseThrow();
  }

  private static void requireWoven(Class<?> target) {
    boolean woven =
        Arrays.stream(target.getDeclaredMethods())
            .anyMatch(method -> method.getName().endsWith("$fermata"));
    if (!woven) {
      throw new IllegalStateException("the agent has not woven " + target);
    }
  }

  private static URL[] urls(Path folder) throws MalformedURLException {
    return new URL[] {folder.toUri().toURL()};
  }
}
