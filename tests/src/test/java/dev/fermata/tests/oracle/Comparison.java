package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Probe;
import java.lang.reflect.Method;
import java.util.List;

/** Runs a target by the oracle and woven, and demands that nothing differs. */
public final class Comparison {
  private final TargetSuite suite;
  private final String where;
  private final TargetRunner runner;
  private final Counter counter;

  /** Takes note of a run. */
  private interface Counter {
    void count(Method target, Build build, Way way);
  }

  private Comparison(TargetSuite suite, String where, TargetRunner runner, Counter counter) {
    this.suite = suite;
    this.where = where;
    this.runner = runner;
    this.counter = counter;
  }

  /** With the woven method on an event loop. */
  public static Comparison onLoop(TargetSuite suite) {
    return new Comparison(suite, "", new LoopRunner(), (target, build, way) -> {});
  }

  /** With the woven method, a hot one, on a thread without a loop. */
  public static Comparison offLoop(TargetSuite suite) {
    return new Comparison(suite, " off the loop", new OffLoopRunner(), (target, build, way) -> {});
  }

  /**
   * With the woven method, a hot one, on a thread without a loop, while another thread completes
   * what it awaits before it has returned.
   */
  static Comparison raced(TargetSuite suite) {
    return new Comparison(suite, " raced", new RacedRunner(), (target, build, way) -> {});
  }

  /** The same, which counts each run for a test. */
  Comparison counting(RunCounts runs, String test) {
    String place = where.isEmpty() ? "on a loop" : where.strip();
    return new Comparison(
        suite, where, runner, (target, build, way) -> runs.add(test, target, build, place, way));
  }

  /** How the target is built and run, for example {@code javac -g, hot off the loop}. */
  public String kind() {
    return suite.build() + where;
  }

  /** The targets as the oracle runs them. */
  List<Method> oracles() {
    return suite.oracles();
  }

  /** The modes in which a target is worth running. */
  public List<Mode> modes(Method oracle) {
    return Modes.of(oracle, Modes::countByOracle);
  }

  /** How many things a target awaits when none fails. */
  public int awaits(Method oracle) {
    return Modes.countByOracle(oracle, Mode.of(Mode.Timing.DONE));
  }

  /** A test's name, for example {@code Loops.do_while [javac -g, hot, done, fails at 2]}. */
  public String name(Method oracle, Mode mode) {
    return nameOf(oracle) + " [" + kind() + ", " + mode + "]";
  }

  /** Compares one target in one mode. */
  public void check(Method oracle, Mode mode) {
    Method target = suite.wovenOf(oracle);
    Probe probe = new Probe(mode);
    Trace expected = new OracleRunner().run(oracle, probe);
    counter.count(oracle, suite.build(), Way.of(probe));
    Trace actual;
    try {
      actual = runner.run(target, mode);
    } catch (Throwable e) {
      throw new AssertionError(name(oracle, mode) + " fails; " + listing(target), e);
    }
    if (!actual.agreesWith(expected)) {
      assertThat(actual.toString())
          .as("%s; %s", name(oracle, mode), listing(target))
          .isEqualTo(expected.toString());
    }
  }

  /** A target as it stands in a test's name, for example {@code Loops.do_while}. */
  static String nameOf(Method target) {
    String owner = target.getDeclaringClass().getSimpleName();
    return owner.substring(0, owner.length() - "Target".length()) + "." + target.getName();
  }

  private String listing(Method target) {
    String owner = target.getDeclaringClass().getName().replace('.', '/');
    byte[] woven = suite.woven().results().get(owner).bytes();
    return "listing in " + Listings.write(suite.build(), target, woven);
  }
}
