package dev.fermata.internal;

import dev.fermata.sync.Channel;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Queue;
import dev.fermata.sync.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@code dev.fermata.sync} without their coroutines. Each does what beginning the
 * coroutine does: the result is that of the operation, or a frame if the caller has to suspend.
 */
public interface SyncAccess {
  /** {@link Channel#send}. */
  @Nullable Object send(Channel<?> channel, @Nullable Object element);

  /** {@link Channel#receive}. */
  Object receive(Channel<?> channel);

  /** {@link Queue#put}. */
  @Nullable Object put(Queue<?> queue, @Nullable Object element);

  /** {@link Queue#take}. */
  Object take(Queue<?> queue);

  /** {@link Lock#acquire}. */
  Object acquire(Lock lock);

  /** {@link Semaphore#acquire}. */
  Object acquire(Semaphore semaphore);
}
