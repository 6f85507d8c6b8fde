package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.OriginValue.JoinedLocal;
import dev.fermata.compiler.flow.OriginValue.JoinedOperand;
import dev.fermata.compiler.flow.OriginValue.Made;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@link ValueOrigins} knows of the values of a block that control reaches. */
final class OriginBlock {
  private final List<JoinedOperand> stack = new ArrayList<>();
  private final Map<Integer, Made> parameters;
  private final Map<Integer, JoinedLocal> atStart = new HashMap<>();
  private final Map<Integer, List<OriginValue>> stored = new HashMap<>();
  private final List<OriginBlock> before = new ArrayList<>();
  private final List<OriginBlock> failing = new ArrayList<>();
  private int storedLast = -1;

  /**
   * Makes a block.
   *
   * @param stack what it is entered with the first time
   * @param parameters by slot; none but in the first block of a method
   */
  OriginBlock(List<OriginValue> stack, Map<Integer, Made> parameters) {
    stack.forEach(value -> this.stack.add(new JoinedOperand(value.getSize())));
    this.parameters = parameters;
  }

  /** The operands at its start. */
  List<JoinedOperand> stack() {
    return stack;
  }

  /** Notes where control comes from. */
  void enterFrom(OriginBlock block, List<OriginValue> operands) {
    before.add(block);
    join(operands);
  }

  /** Notes where control comes from when an instruction there throws. */
  void catchFrom(OriginBlock block, OriginValue exception) {
    failing.add(block);
    join(List.of(exception));
  }

  private void join(List<OriginValue> operands) {
    if (operands.size() != stack.size()) {
      throw new TypeCheckException("operands are missing where paths join");
    }
    for (int i = 0; i < operands.size(); i++) {
      stack.get(i).operands.add(operands.get(i));
    }
  }

  /** Goes on to the next instruction. */
  void step() {
    storedLast = -1;
  }

  /** Notes what the instruction stores. */
  void store(int slot, OriginValue value) {
    stored.computeIfAbsent(slot, s -> new ArrayList<>(1)).add(value);
    storedLast = slot;
  }

  /** What a variable has behind the instructions so far. */
  OriginValue local(int slot, int size) {
    List<OriginValue> values = stored.get(slot);
    return values == null ? localAtStart(slot, size) : values.get(values.size() - 1);
  }

  private OriginValue localAtStart(int slot, int size) {
    return atStart.computeIfAbsent(slot, s -> new JoinedLocal(this, s, size));
  }

  /** Which values a variable may have at the start of this block. */
  List<OriginValue> joined(int slot, int size) {
    List<OriginValue> values = new ArrayList<>();
    Made parameter = parameters.get(slot);
    if (parameter != null) {
      values.add(parameter);
    }
    before.forEach(block -> values.add(block.local(slot, size)));
    failing.forEach(block -> block.addThrown(slot, size, values));
    return values;
  }

  /** A handler gets a variable as it is before any of the instructions. */
  private void addThrown(int slot, int size, List<OriginValue> values) {
    values.add(localAtStart(slot, size));
    List<OriginValue> all = stored.getOrDefault(slot, List.of());
    values.addAll(storedLast == slot ? all.subList(0, all.size() - 1) : all);
  }
}
