package dev.fermata.compiler.spill;

import dev.fermata.compiler.suspension.SuspensionPoint;
import java.util.List;
import java.util.Set;

/**
 * Where the values of an async method are kept while it is held.
 *
 * @param fields the fields of its frame class, in order
 * @param spills what is kept at each suspension point, in the order of their states
 */
public record SpillPlan(List<FrameField> fields, List<Spill> spills) {
  /**
   * What is kept at one suspension point.
   *
   * @param point the suspension point
   * @param operands the operands below the awaited value, the deepest first
   * @param locals the live local variables, by slot
   * @param unchanged the fields that hold what they would be given, if there is a frame already
   */
  public record Spill(
      SuspensionPoint point,
      List<SpilledValue> operands,
      List<SpilledValue> locals,
      Set<FrameField> unchanged) {}
}
