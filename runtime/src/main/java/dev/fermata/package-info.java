/**
 * What a user of Fermata calls: coroutines, tasks, the event loop, and the functions that compose
 * them.
 */
@NullMarked
package dev.fermata;

import org.jspecify.annotations.NullMarked;
