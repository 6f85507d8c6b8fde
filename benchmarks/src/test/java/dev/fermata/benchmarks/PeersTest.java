package dev.fermata.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.run.Workloads;
import dev.fermata.benchmarks.workload.Described;
import dev.fermata.benchmarks.workload.Workload;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is compared does the same work: one call of every peer, without any timing. */
class PeersTest {
  static Stream<Arguments> variants() {
    return Workloads.ALL.stream()
        .filter(workload -> !workload.getAnnotation(Described.class).packaged())
        .flatMap(
            workload ->
                Workloads.variants(workload).stream()
                    .map(variant -> Arguments.of(workload, variant)));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void all_peers_have_the_same_result(Class<? extends Workload> workload, String variant)
      throws ReflectiveOperationException {
    Map<String, Object> results = new TreeMap<>();
    for (Method method : Workloads.methods(workload, variant)) {
      if (Runtime.version().feature() >= minimumJdk(method.getName())) {
        Workload state = workload.getConstructor().newInstance();
        Field parameter = Workloads.parameter(workload);
        if (parameter != null) {
          parameter.set(state, variant);
        }
        state.prepareSmall(method.getName());
        results.put(method.getName(), method.invoke(state));
      }
    }

    assertThat(results).hasSizeGreaterThan(1).doesNotContainValue(null);
    assertThat(Map.copyOf(results).values().stream().distinct()).as("%s", results).hasSize(1);
  }

  private static int minimumJdk(String method) {
    for (Peer peer : Peer.values()) {
      if (peer.method().equals(method)) {
        return peer.minimumJdk();
      }
    }
    throw new AssertionError("no peer has the name " + method);
  }
}
