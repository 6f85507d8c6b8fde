/**
 * Network I/O on the event loop: the loop's thread waits in a selector, and a task that reads goes
 * on when there is something to be read. Built on {@code dev.fermata}'s public parts only.
 *
 * <p>All objects of this package belong to the loop that made them, and to its thread.
 */
@NullMarked
package dev.fermata.io;

import org.jspecify.annotations.NullMarked;
