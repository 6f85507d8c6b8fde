package dev.fermata.benchmarks.futures;

/** Which calls the workload of virtual calls is about. */
public enum Calls {
  /** Through an interface that one loaded class implements. */
  ONE_TARGET,
  /** Through an interface whose three classes take turns. */
  THREE_TARGETS,
  /** Of a static method of another class. */
  OTHER_CLASS
}
