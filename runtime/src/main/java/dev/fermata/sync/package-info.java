/**
 * Locks, events, queues and channels for tasks of one event loop. Where Python's asyncio has
 * something, this has it too, under the names of {@code java.util.concurrent}.
 *
 * <p>An operation that may have to wait returns a coroutine: nothing happens until it is awaited,
 * and it does not hold the task if it need not wait. Whoever waits is served first in, first out,
 * and nobody who comes later gets before them. A waiter that is cancelled leaves at once. What was
 * handed over already, a lock or an element, is never lost to a cancel that comes later: the await
 * returns it, and the cancel comes at the task's next await.
 *
 * <p>Each object belongs to the event loop that uses it first, and to that loop's thread, until the
 * loop is closed. Every operation on another loop or thread throws an {@link
 * IllegalStateException}; only what is merely asked, such as a size, may be asked anywhere, and is
 * a snapshot there. What a coroutine throws, it throws when it is awaited.
 */
@NullMarked
package dev.fermata.sync;

import org.jspecify.annotations.NullMarked;
