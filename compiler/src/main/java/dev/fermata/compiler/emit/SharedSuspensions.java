package dev.fermata.compiler.emit;

import dev.fermata.compiler.spill.SpilledValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.LabelNode;

/**
 * The suspension points of a method that keep the same values in the same fields: where the code
 * would be too large, they share what keeps them.
 *
 * <pre>
 * suspend2: ICONST_2; GOTO join
 * suspend5: ICONST_5; GOTO join
 * join:                                    // stack [operands callee state]
 *   (load the live locals); ALOAD frame; INVOKESTATIC Frame.suspend2; ARETURN
 * </pre>
 */
final class SharedSuspensions {
  /** What has to be alike; all values, with those that are not kept since they are null. */
  private record Likeness(List<SpilledValue> operands, List<SpilledValue> locals, boolean emits) {
    static Likeness of(Held held) {
      return new Likeness(held.spill().operands(), held.spill().locals(), held.emits());
    }
  }

  private final Map<Likeness, List<Held>> groups = new LinkedHashMap<>();
  private final Map<Likeness, LabelNode> joins = new LinkedHashMap<>();

  private SharedSuspensions() {}

  /** None, unless the method has to be small. */
  static SharedSuspensions of(EntryContext context, List<Held> points) {
    SharedSuspensions shared = new SharedSuspensions();
    if (context.economy().sharesCode()) {
      for (Held held : points) {
        if (held.locks().isEmpty() && fits(held)) {
          shared.groups.computeIfAbsent(Likeness.of(held), key -> new ArrayList<>()).add(held);
        }
      }
      shared.groups.values().removeIf(group -> group.size() < 2);
      shared.groups.keySet().forEach(key -> shared.joins.put(key, new LabelNode()));
    }
    return shared;
  }

  private static boolean fits(Held held) {
    int slots =
        EmitSuspensions.slots(held.spill().operands())
            + EmitSuspensions.slots(held.spill().locals());
    return slots + 3 <= EmitSuspensions.MAX_ARGUMENT_SLOTS;
  }

  /** Where a point goes with its state on the stack; null if it shares nothing. */
  @Nullable LabelNode joinOf(Held held) {
    return held.locks().isEmpty() ? joins.get(Likeness.of(held)) : null;
  }

  /** Goes over the groups, each with where its points join. */
  void forEach(BiConsumer<List<Held>, LabelNode> action) {
    joins.forEach((key, join) -> action.accept(groups.get(key), join));
  }
}
