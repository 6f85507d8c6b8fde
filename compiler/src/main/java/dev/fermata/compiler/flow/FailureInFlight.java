package dev.fermata.compiler.flow;

/**
 * The exception because of which a resource is closed.
 *
 * @param slot the local variable that has it at the close; the variable may be null there, for none
 * @param type the variable's type, an object type
 */
public record FailureInFlight(int slot, VerificationType type) {}
