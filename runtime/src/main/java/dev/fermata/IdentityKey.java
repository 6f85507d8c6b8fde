package dev.fermata;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** An object by its identity, as the key of a map that does not keep it alive. */
final class IdentityKey<T> extends WeakReference<T> {
  private final int hash;

  IdentityKey(T object, @Nullable ReferenceQueue<T> queue) {
    super(object, queue);
    hash = System.identityHashCode(object);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  @SuppressWarnings("unchecked") // only the identity of what it refers to is compared
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    T mine = get();
    return mine != null
        && other instanceof IdentityKey<?> key
        && ((IdentityKey<T>) key).refersTo(mine);
  }
}
