package dev.fermata.internal;

import org.jspecify.annotations.Nullable;

/**
 * Where {@code dev.fermata} and {@code dev.fermata.sync} leave their inside for other packages.
 *
 * <p>This class's own initialiser does nothing and needs no other class, and {@code dev.fermata}
 * initialises nothing that asks here; so no order of initialisation, on any threads, can deadlock.
 */
public final class SharedSecrets {
  private static volatile @Nullable RuntimeAccess runtime;
  private static volatile @Nullable SyncAccess sync;

  private SharedSecrets() {}

  /** Called once, by the initialiser of the implementation. */
  public static void setRuntime(RuntimeAccess access) {
    runtime = access;
  }

  /** The runtime's inside; keep it in a static final field, so that the JIT can see through. */
  public static RuntimeAccess runtime() {
    RuntimeAccess access = runtime;
    if (access == null) {
      initialise("dev.fermata.RuntimeAccessImpl");
      access = runtime;
    }
    if (access == null) {
      throw new IllegalStateException("the runtime was not initialised");
    }
    return access;
  }

  /** Called once, by the initialiser of the implementation. */
  public static void setSync(SyncAccess access) {
    sync = access;
  }

  /** The inside of {@code dev.fermata.sync}; to be kept as {@link #runtime} is. */
  public static SyncAccess sync() {
    SyncAccess access = sync;
    if (access == null) {
      initialise("dev.fermata.sync.SyncAccessImpl");
      access = sync;
    }
    if (access == null) {
      throw new IllegalStateException("the runtime was not initialised");
    }
    return access;
  }

  private static void initialise(String className) {
    try {
      Class.forName(className, true, SharedSecrets.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("fermata-runtime is incomplete: no class " + className, e);
    }
  }
}
