package dev.fermata.runtime;

/**
 * An exceptional outcome on its way into a resumed body.
 *
 * @param exception the original exception
 */
public record Failure(Throwable exception) {}
