package dev.fermata.cli.weave;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds what stands in the way of changing a JAR: a signature, which the user may give up, or bytes
 * before its first entry. A JAR that does not change has no obstacles.
 */
final class Obstacles {
  private final SignedJars signed;
  private final Findings findings;

  Obstacles(SignedJars signed, Findings findings) {
    this.signed = signed;
    this.findings = findings;
  }

  /** What is to be changed after all; obstacles go to the findings. */
  WovenSet settle(WeaveInput input, WovenSet woven) {
    SortedMap<String, WovenSet> nested = new TreeMap<>();
    input
        .nested()
        .forEach(
            (name, jar) -> {
              WovenSet inner = woven.nested().get(name);
              if (inner != null) {
                nested.put(name, settle(jar, inner));
              }
            });
    WovenSet settled = woven.withNested(nested);
    if (settled.isEmpty()) {
      return settled;
    }
    if (input.hasPreamble()) {
      findings.problem(
          input.name()
              + ": has bytes before its first entry (an executable archive); weave the plain JAR");
    }
    return input.isSigned() ? settleSigned(input, settled) : settled;
  }

  private WovenSet settleSigned(WeaveInput input, WovenSet woven) {
    switch (signed) {
      case FAIL ->
          findings.problem(
              input.name()
                  + ": is signed, and weaving would break the signature; weave it before it is"
                  + " signed, or give --signed strip or --signed skip");
      case STRIP -> findings.note(input.name() + ": its signature is removed");
      case SKIP -> {
        findings.note(input.name() + ": is signed, and stays as it is, not woven");
        return woven.unchanged();
      }
    }
    return woven;
  }
}
