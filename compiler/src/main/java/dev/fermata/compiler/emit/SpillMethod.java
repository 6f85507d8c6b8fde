package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.ResultType;
import dev.fermata.compiler.spill.FrameField;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.List;
import java.util.Set;

/**
 * A static method of a frame class that spills values: {@code (values..., ContinuationFrame)
 * ContinuationFrame}. It makes the frame where none is there yet. Out of the way of the body, it
 * keeps the body small enough to be inlined.
 *
 * @param name its name
 * @param values what it takes and stores, in the order of its parameters
 * @param callee before which of the values it takes what the call at the suspension point returned;
 *     -1 if it does not
 * @param state the state that it sets when it links the frame to the callee; 0 if it does not
 * @param takesState whether it takes the state to set behind the callee: it is called at several
 *     suspension points, of which the first one has the state above
 * @param unchanged the fields that it fills in a new frame only
 * @param returned what it returns if it links the frame, as the direct entry does; else it returns
 *     the frame
 */
public record SpillMethod(
    String name,
    List<SpilledValue> values,
    int callee,
    int state,
    boolean takesState,
    Set<FrameField> unchanged,
    ResultType returned) {
  /** The descriptor of this method. */
  String descriptor() {
    StringBuilder descriptor = new StringBuilder("(");
    for (int i = 0; i <= values.size(); i++) {
      if (i == callee) {
        descriptor.append("Ljava/lang/Object;").append(takesState ? "I" : "");
      }
      if (i < values.size()) {
        descriptor.append(values.get(i).type().descriptor());
      }
    }
    return descriptor
        .append('L')
        .append(RuntimeContract.CONTINUATION_FRAME)
        .append(";)")
        .append(
            state > 0 && returned.isTyped()
                ? returned.returned().getDescriptor()
                : "L" + RuntimeContract.CONTINUATION_FRAME + ";")
        .toString();
  }
}
