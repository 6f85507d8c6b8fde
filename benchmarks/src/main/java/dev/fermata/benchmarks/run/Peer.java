package dev.fermata.benchmarks.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who does the work of a workload. */
public enum Peer {
  /** Code that can't suspend at all. */
  PLAIN("plain Java", "plain", 17),
  /** A state machine written by hand: the limit. */
  LIMIT("hand-written", "limit", 17),
  /** The subject. */
  FERMATA("Fermata", "fermata", 17),
  /** Coroutines in the event loop of {@code runBlocking}. */
  KOTLIN("Kotlin", "kotlin", 17),
  /** Async methods of EA Async. */
  EA_ASYNC("EA Async", "eaAsync", 17),
  /** Chained futures. */
  FUTURES("CompletableFuture", "futures", 17),
  /** Virtual threads on as many carriers as there are cores. */
  VIRTUAL_THREADS("virtual threads", "virtualThreads", 21),
  /** Virtual threads on one carrier. */
  ONE_CARRIER("virtual threads, 1 carrier", "virtualThreads", 21),
  /** Netty's event loop on the JDK's selector. */
  NETTY_NIO("Netty, NIO", "nettyNio", 17),
  /** Netty's event loop on epoll. */
  NETTY_EPOLL("Netty, epoll", "nettyEpoll", 17),
  /** The JDK's own web server, which has one thread. */
  JWEBSERVER("jwebserver", "jwebserver", 18),
  /** Python's event loop, by a script; for reference. */
  ASYNCIO("asyncio", "asyncio", 17);

  private final String label;
  private final String method;
  private final int minimumJdk;

  Peer(String label, String method, int minimumJdk) {
    this.label = label;
    this.method = method;
    this.minimumJdk = minimumJdk;
  }

  /** What tables call it. */
  public String label() {
    return label;
  }

  /** The method of a workload that does its work. */
  public String method() {
    return method;
  }

  /** The oldest JDK that has it. */
  public int minimumJdk() {
    return minimumJdk;
  }

  /** Why it can't run on this system, or null. */
  public @Nullable String reason() {
    if (Runtime.version().feature() < minimumJdk) {
      return "needs JDK " + minimumJdk;
    }
    boolean linux = System.getProperty("os.name").equals("Linux");
    return this == NETTY_EPOLL && !linux ? "needs Linux" : null;
  }

  List<String> jvmArguments() {
    return this == ONE_CARRIER
        ? List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1")
        : List.of();
  }
}
