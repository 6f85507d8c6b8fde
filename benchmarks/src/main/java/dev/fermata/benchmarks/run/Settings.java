package dev.fermata.benchmarks.run;

import java.util.List;
import java.util.Set;

/**
 * What is to be run.
 *
 * @param workloads the classes' simple names, in the order of {@link Workloads#ALL}
 * @param peers who takes part
 * @param rounds how many forks each peer gets
 * @param quick whether iterations are few and results go to a scratch folder
 */
record Settings(List<String> workloads, Set<Peer> peers, int rounds, boolean quick) {
  int warmupIterations() {
    return quick ? 4 : 5;
  }

  int measuredIterations() {
    return quick ? 3 : 4;
  }

  int iterationMillis() {
    return quick ? 150 : 200;
  }

  int echoWarmupMillis() {
    return quick ? 1_000 : 1_500;
  }

  int echoMeasuredMillis() {
    return quick ? 500 : 1_000;
  }

  /** Servers with several threads need longer. */
  int httpWarmupSeconds() {
    return quick ? 4 : 12;
  }

  int httpMeasuredSeconds() {
    return quick ? 2 : 4;
  }
}
