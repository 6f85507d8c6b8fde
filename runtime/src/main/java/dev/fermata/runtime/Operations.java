package dev.fermata.runtime;

import dev.fermata.AsyncIterator;
import dev.fermata.Fermata;
import dev.fermata.internal.DirectIterator;
import dev.fermata.internal.RuntimeAccess;
import dev.fermata.internal.SharedSecrets;
import dev.fermata.internal.SyncAccess;
import dev.fermata.sync.Channel;
import dev.fermata.sync.Lock;
import dev.fermata.sync.Queue;
import dev.fermata.sync.ReceiveChannel;
import dev.fermata.sync.Semaphore;
import dev.fermata.sync.SendChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls in place of an operation of the runtime whose coroutine is awaited at once:
 * {@code await(channel.send(x))}. It makes no coroutine, neither compiled nor interpreted.
 *
 * <p>Each takes the receiver and the arguments of the operation, and how many calls may still nest;
 * and gives the awaited value, or a {@link ContinuationFrame} if the caller has to suspend. Where a
 * mock or another implementation may stand in, the operation is called as it was written.
 */
public final class Operations {
  private static final RuntimeAccess RUNTIME = SharedSecrets.runtime();
  private static final SyncAccess SYNC = SharedSecrets.sync();

  private Operations() {}

  /** {@link Fermata#sleep}. */
  public static @Nullable Object sleep(Duration duration, int headroom) throws Throwable {
    return Continuations.DIRECT_CALLS
        ? RUNTIME.sleep(duration)
        : Continuations.await(Fermata.sleep(duration), headroom);
  }

  /** {@link Fermata#yieldNow}. */
  public static @Nullable Object yieldNow(int headroom) throws Throwable {
    return Continuations.DIRECT_CALLS
        ? RUNTIME.yieldNow()
        : Continuations.await(Fermata.yieldNow(), headroom);
  }

  /** {@link AsyncIterator#hasNextAsync}. */
  public static @Nullable Object hasNextAsync(AsyncIterator<?> iterator, int headroom)
      throws Throwable {
    return iterator instanceof DirectIterator direct && headroom > 0
        ? direct.hasNext(headroom - Continuations.OBJECT_CALL)
        : Continuations.await(iterator.hasNextAsync(), headroom);
  }

  /** {@link AsyncIterator#nextAsync}. */
  public static @Nullable Object nextAsync(AsyncIterator<?> iterator, int headroom)
      throws Throwable {
    return iterator instanceof DirectIterator direct && headroom > 0
        ? direct.next(headroom - Continuations.OBJECT_CALL)
        : Continuations.await(iterator.nextAsync(), headroom);
  }

  /** {@link SendChannel#send}. */
  public static <T> @Nullable Object send(SendChannel<T> channel, T element, int headroom)
      throws Throwable {
    return Continuations.DIRECT_CALLS && channel instanceof Channel<T> direct
        ? SYNC.send(direct, element)
        : Continuations.await(channel.send(element), headroom);
  }

  /** {@link Channel#send}. */
  public static <T> @Nullable Object send(Channel<T> channel, T element, int headroom)
      throws Throwable {
    return send((SendChannel<T>) channel, element, headroom);
  }

  /** {@link ReceiveChannel#receive}. */
  public static @Nullable Object receive(ReceiveChannel<?> channel, int headroom) throws Throwable {
    return Continuations.DIRECT_CALLS && channel instanceof Channel<?> direct
        ? SYNC.receive(direct)
        : Continuations.await(channel.receive(), headroom);
  }

  /** {@link Channel#receive}. */
  public static @Nullable Object receive(Channel<?> channel, int headroom) throws Throwable {
    return receive((ReceiveChannel<?>) channel, headroom);
  }

  /** {@link Queue#put}. */
  public static <T> @Nullable Object put(Queue<T> queue, T element, int headroom) throws Throwable {
    return isDirect(queue)
        ? SYNC.put(queue, element)
        : Continuations.await(queue.put(element), headroom);
  }

  /** {@link Queue#take}. */
  public static @Nullable Object take(Queue<?> queue, int headroom) throws Throwable {
    return isDirect(queue) ? SYNC.take(queue) : Continuations.await(queue.take(), headroom);
  }

  /** {@link Lock#acquire}. */
  public static @Nullable Object acquire(Lock lock, int headroom) throws Throwable {
    return isDirect(lock) ? SYNC.acquire(lock) : Continuations.await(lock.acquire(), headroom);
  }

  /** {@link Semaphore#acquire}. */
  public static @Nullable Object acquire(Semaphore semaphore, int headroom) throws Throwable {
    return isDirect(semaphore)
        ? SYNC.acquire(semaphore)
        : Continuations.await(semaphore.acquire(), headroom);
  }

  /** A null fails where the operation would have been called, as it was written. */
  private static boolean isDirect(@Nullable Object receiver) {
    return Continuations.DIRECT_CALLS && receiver != null;
  }
}
