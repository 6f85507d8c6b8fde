package dev.fermata.compiler.explain;

import java.util.List;

/**
 * How a class is woven.
 *
 * @param wovenBefore whether it was woven before it was given, so that nothing is left to explain
 * @param methods its async methods and lambdas that can be woven, in the order of the class
 */
public record ClassExplanation(boolean wovenBefore, List<MethodExplanation> methods) {
  /** Makes the list unmodifiable. */
  public ClassExplanation {
    methods = List.copyOf(methods);
  }
}
