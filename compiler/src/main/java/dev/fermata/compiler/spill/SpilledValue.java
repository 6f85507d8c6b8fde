package dev.fermata.compiler.spill;

import dev.fermata.compiler.flow.VerificationType;
import org.jspecify.annotations.Nullable;

/**
 * A value that is live at a suspension point.
 *
 * @param type its type there
 * @param slot its local variable, or -1 for an operand
 * @param field where it is kept, or null if it is known to be null and is not kept
 */
public record SpilledValue(VerificationType type, int slot, @Nullable FrameField field) {}
