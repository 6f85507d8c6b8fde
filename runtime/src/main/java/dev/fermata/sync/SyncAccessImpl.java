package dev.fermata.sync;

import dev.fermata.internal.SharedSecrets;
import dev.fermata.internal.SyncAccess;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands the package's operations to woven code. */
final class SyncAccessImpl implements SyncAccess {
  static {
    SharedSecrets.setSync(new SyncAccessImpl());
  }

  private SyncAccessImpl() {}

  @Override
  @SuppressWarnings("unchecked") // the caller's types were checked where it was compiled
  public @Nullable Object send(Channel<?> channel, @Nullable Object element) {
    return ChannelSend.begin((Channel<Object>) channel, Objects.requireNonNull(element, "element"));
  }

  @Override
  public Object receive(Channel<?> channel) {
    return ChannelReceive.begin(channel);
  }

  @Override
  @SuppressWarnings("unchecked") // the caller's types were checked where it was compiled
  public @Nullable Object put(Queue<?> queue, @Nullable Object element) {
    return QueuePut.begin((Queue<Object>) queue, Objects.requireNonNull(element, "element"));
  }

  @Override
  public Object take(Queue<?> queue) {
    return QueueTake.begin(queue);
  }

  @Override
  public Object acquire(Lock lock) {
    return lock.beginAcquire();
  }

  @Override
  public Object acquire(Semaphore semaphore) {
    return semaphore.beginAcquire();
  }
}
