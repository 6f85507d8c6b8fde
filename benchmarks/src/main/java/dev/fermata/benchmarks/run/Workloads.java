package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.workload.AsyncTree;
import dev.fermata.benchmarks.workload.Chain;
import dev.fermata.benchmarks.workload.CompletedFuture;
import dev.fermata.benchmarks.workload.Failure;
import dev.fermata.benchmarks.workload.Fib;
import dev.fermata.benchmarks.workload.Generators;
import dev.fermata.benchmarks.workload.HotMethods;
import dev.fermata.benchmarks.workload.Loops;
import dev.fermata.benchmarks.workload.OnlyFor;
import dev.fermata.benchmarks.workload.PingPong;
import dev.fermata.benchmarks.workload.RoundRobin;
import dev.fermata.benchmarks.workload.Skynet;
import dev.fermata.benchmarks.workload.Sleepers;
import dev.fermata.benchmarks.workload.StartUp;
import dev.fermata.benchmarks.workload.Timers;
import dev.fermata.benchmarks.workload.VirtualCalls;
import dev.fermata.benchmarks.workload.Weaving;
import dev.fermata.benchmarks.workload.Workload;
import dev.fermata.benchmarks.workload.Yield;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The workloads, in the order of the tables, and what is in them. */
public final class Workloads {
  /** All workloads. */
  public static final List<Class<? extends Workload>> ALL =
      List.of(
          Fib.class,
          Chain.class,
          Yield.class,
          RoundRobin.class,
          PingPong.class,
          Skynet.class,
          AsyncTree.class,
          Sleepers.class,
          Timers.class,
          CompletedFuture.class,
          Failure.class,
          HotMethods.class,
          VirtualCalls.class,
          Generators.class,
          Loops.class,
          Weaving.class,
          StartUp.class);

  private Workloads() {}

  /** The simple names of all. */
  static List<String> names() {
    return ALL.stream().map(Class::getSimpleName).toList();
  }

  /** The variants of a workload: the values of its parameter, or one variant without a name. */
  public static List<String> variants(Class<? extends Workload> workload) {
    Field parameter = parameter(workload);
    return parameter == null ? List.of("") : List.of(parameter.getAnnotation(Param.class).value());
  }

  /** The field that says which variant is meant, or null where there is only one. */
  public static @Nullable Field parameter(Class<? extends Workload> workload) {
    for (Field field : workload.getFields()) {
      if (field.isAnnotationPresent(Param.class)) {
        return field;
      }
    }
    return null;
  }

  /** The methods of a variant of a workload that peers have. */
  public static List<Method> methods(Class<? extends Workload> workload, String variant) {
    List<Method> methods = new ArrayList<>();
    for (Method method : workload.getMethods()) {
      OnlyFor some = method.getAnnotation(OnlyFor.class);
      if (method.isAnnotationPresent(Benchmark.class)
          && (some == null || List.of(some.value()).contains(variant))) {
        methods.add(method);
      }
    }
    return methods;
  }

  /** Whether a variant of a workload has a method for a peer. */
  public static boolean has(Class<? extends Workload> workload, String variant, Peer peer) {
    return methods(workload, variant).stream()
        .anyMatch(method -> method.getName().equals(peer.method()));
  }
}
