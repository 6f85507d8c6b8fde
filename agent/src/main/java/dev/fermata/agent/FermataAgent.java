package dev.fermata.agent;

import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The entry points of {@code -javaagent:fermata-agent.jar=OPTIONS}. Options are {@code
 * include=GLOB[;GLOB]}, {@code exclude=GLOB[;GLOB]}, {@code dump=DIR} and {@code verbose},
 * separated by commas.
 */
public final class FermataAgent {
  private static final int USAGE = 2;

  /** An atomic one would cost some milliseconds, as the first variable handle of the JVM. */
  private static boolean active;

  private FermataAgent() {}

  /**
   * Called by the JVM before {@code main}. Options that are wrong end the JVM with one line on
   * standard error and exit status 2.
   */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      start(AgentOptions.parse(options), instrumentation, new CompilerWeaver());
    } catch (IllegalArgumentException e) {
      System.err.println("fermata-agent: " + e.getMessage());
      System.err.flush();
      // Nobody's shutdown hooks are registered yet, and an exception would be shown as a crash.
      Runtime.getRuntime().halt(USAGE);
    }
  }

  /**
   * Called by the JVM when the agent is attached to a running program.
   *
   * @throws IllegalArgumentException if the options are wrong; the program goes on
   */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    try {
      start(AgentOptions.parse(options), instrumentation, new CompilerWeaver());
    } catch (IllegalArgumentException e) {
      System.err.println("fermata-agent: " + e.getMessage());
      throw e;
    }
  }

  /** Starts weaving; only the first start of a JVM counts. */
  static void start(AgentOptions options, Instrumentation instrumentation, ClassWeaver weaver) {
    PrintStream err = System.err;
    AgentLog log = new AgentLog(err, options.verbose());
    if (!activate()) {
      log.warn("is active already; this start of it, with its options, is ignored");
      return;
    }
    WeavingTransformer transformer =
        new WeavingTransformer(
            options,
            weaver,
            new ClassDefiner(instrumentation),
            new ClassDump(options.dump(), log),
            log);
    instrumentation.addTransformer(transformer, true);
    new LoadedClasses(transformer, weaver, log).report(instrumentation);
    log.detail("is active");
  }

  private static synchronized boolean activate() {
    boolean first = !active;
    active = true;
    return first;
  }
}
