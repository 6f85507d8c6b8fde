package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.ChainEa;
import dev.fermata.benchmarks.ea.FibEa;
import dev.fermata.benchmarks.ea.YieldEa;
import dev.fermata.benchmarks.futures.ChainFutures;
import dev.fermata.benchmarks.futures.FibFutures;
import dev.fermata.benchmarks.futures.YieldFutures;
import dev.fermata.benchmarks.kotlin.ChainKotlin;
import dev.fermata.benchmarks.kotlin.FibKotlin;
import dev.fermata.benchmarks.kotlin.YieldKotlin;
import dev.fermata.benchmarks.limit.ChainLimit;
import dev.fermata.benchmarks.limit.FibLimit;
import dev.fermata.benchmarks.limit.YieldLimit;
import dev.fermata.benchmarks.threads.Calls;
import dev.fermata.benchmarks.threads.VirtualThreads;
import dev.fermata.benchmarks.threads.YieldThreads;
import dev.fermata.benchmarks.woven.ChainFermata;
import dev.fermata.benchmarks.woven.FibFermata;
import dev.fermata.benchmarks.woven.YieldFermata;
import java.util.function.IntBinaryOperator;

/** What a program has done before: all suspension branches taken, by many methods of one driver. */
final class Pollution {
  private static final int TIMES = 60;

  private Pollution() {}

  /** The same work for every peer; {@code method} is the peer's. */
  static Runnable of(String method) {
    return switch (method) {
      case "plain" -> () -> {};
      case "limit" -> {
        FibLimit fib = new FibLimit();
        ChainLimit chain = new ChainLimit();
        YieldLimit yields = new YieldLimit();
        yield work(
            n -> fib.run(n, true), n -> chain.run(n, true), yields::alone, yields::roundRobin);
      }
      case "fermata" -> {
        FibFermata fib = new FibFermata();
        ChainFermata chain = new ChainFermata();
        YieldFermata yields = new YieldFermata();
        yield work(
            n -> fib.run(n, true), n -> chain.run(n, true), yields::alone, yields::roundRobin);
      }
      case "kotlin" -> {
        FibKotlin fib = new FibKotlin();
        ChainKotlin chain = new ChainKotlin();
        YieldKotlin yields = new YieldKotlin();
        yield work(
            n -> fib.run(n, true), n -> chain.run(n, true), yields::alone, yields::roundRobin);
      }
      case "eaAsync" -> {
        FibEa fib = new FibEa();
        ChainEa chain = new ChainEa();
        YieldEa yields = new YieldEa();
        yield work(
            n -> fib.run(n, true), n -> chain.run(n, true), yields::alone, yields::roundRobin);
      }
      case "futures" -> {
        FibFutures fib = new FibFutures();
        ChainFutures chain = new ChainFutures();
        YieldFutures yields = new YieldFutures();
        yield work(
            n -> fib.run(n, true), n -> chain.run(n, true), yields::alone, yields::roundRobin);
      }
      case "virtualThreads" -> {
        Calls calls = new Calls();
        yield work(
            n -> VirtualThreads.run(() -> calls.fib(n, true)),
            n -> VirtualThreads.run(() -> calls.chain(n, true)),
            YieldThreads::alone,
            YieldThreads::roundRobin);
      }
      default -> throw new IllegalArgumentException("no peer has the name " + method);
    };
  }

  /** One kind of work of a peer. */
  private interface Work {
    int run(int size);
  }

  private static Runnable work(Work fib, Work chain, Work yield, IntBinaryOperator roundRobin) {
    return () -> {
      int sum = 0;
      for (int i = 0; i < TIMES; i++) {
        sum += fib.run(12) + chain.run(100) + yield.run(100) + roundRobin.applyAsInt(10, 10);
      }
      if (sum != TIMES * (144 + 100 + 100 + 100)) {
        throw new IllegalStateException("wrong sum " + sum);
      }
    };
  }
}
