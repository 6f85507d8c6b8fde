package dev.fermata;

import java.util.Set;

/**
 * What {@link Fermata#waitUntil} has waited for.
 *
 * @param <F> the type of the futures
 * @param done those that are done, in the order of the arguments
 * @param pending the others, in the order of the arguments
 */
public record WaitResult<F>(Set<F> done, Set<F> pending) {}
