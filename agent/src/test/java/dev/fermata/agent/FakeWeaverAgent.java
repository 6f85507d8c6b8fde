package dev.fermata.agent;

import java.lang.instrument.Instrumentation;

/** The agent with {@link FakeWeaver}; programs of tests reach the JVM's instrumentation by it. */
public final class FakeWeaverAgent {
  /** The instrumentation of the running JVM. */
  public static Instrumentation instrumentation;

  private FakeWeaverAgent() {}

  /** Starts the agent; what the system property {@code early} names is loaded before it. */
  public static void premain(String options, Instrumentation given) throws ClassNotFoundException {
    instrumentation = given;
    String early = System.getProperty("early");
    if (early != null) {
      Class.forName(early);
    }
    FermataAgent.start(AgentOptions.parse(options), given, new FakeWeaver());
  }
}
