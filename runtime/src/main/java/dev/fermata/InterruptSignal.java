package dev.fermata;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C while a program's main task runs: the first SIGINT cancels the task, the second one does
 * what it does without this class, which is to end the JVM.
 *
 * <p>It uses {@code sun.misc.Signal} by reflection, since the runtime does not require the module
 * {@code jdk.unsupported}; without that module nothing happens. It does nothing either where the
 * program has a handler of its own, where SIGINT is ignored, and under {@code -Xrs}.
 *
 * <p>The handler is installed by the first main task and stays: to install one takes as long as
 * hundreds of awaits. While no main task runs, it does what was done before it came.
 */
final class InterruptSignal {
  private static final boolean ENABLED =
      !"false".equalsIgnoreCase(System.getProperty("fermata.sigint"));

  /** Belongs to the main thread. */
  private static @Nullable Handler installed;

  private final Task<?> main;
  private final Handler handler;
  private final AtomicBoolean came = new AtomicBoolean();

  private InterruptSignal(Task<?> main, Handler handler) {
    this.main = main;
    this.handler = handler;
  }

  /**
   * Lets SIGINT cancel a task, if this is the thread that the JVM has started the program on.
   *
   * @return null if SIGINT stays as it is
   */
  static @Nullable InterruptSignal cancelling(Task<?> main) {
    if (!ENABLED || !isMainThread()) {
      return null;
    }
    Handler handler = installed;
    if (handler == null) {
      handler = Handler.install();
      installed = handler;
    }
    if (handler == null) {
      return null;
    }
    InterruptSignal signal = new InterruptSignal(main, handler);
    handler.current = signal;
    return signal;
  }

  private static boolean isMainThread() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    return Thread.currentThread().getName().equals("main")
        && group != null
        && group.getName().equals("main");
  }

  /** The main task has ended. */
  void end() {
    handler.current = null;
  }

  /** Whether a signal has come and was not passed on. */
  boolean hasCome() {
    return came.get();
  }

  /**
   * What a program ends with whose main task was cancelled by the signal. If it leaves the thread,
   * the JVM ends as by the signal itself, with status 130 and no stack trace.
   */
  InterruptedException interruption() {
    InterruptedException interruption =
        new InterruptedException("SIGINT has cancelled the main task");
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler outer = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler(
        (where, exception) -> {
          if (exception == interruption) {
            handler.passOn();
          } else if (outer != null) {
            outer.uncaughtException(where, exception);
          }
        });
    return interruption;
  }

  /** What the JVM calls for each signal, on a thread of its own. */
  private static final class Handler implements InvocationHandler {
    private final Api api;

    /** What handled the signal before. */
    private final Object previous;

    /** What the signal is for now. */
    private volatile @Nullable InterruptSignal current;

    private Handler(Api api) throws ReflectiveOperationException {
      this.api = api;
      previous =
          api.install(
              Proxy.newProxyInstance(
                  InterruptSignal.class.getClassLoader(), new Class<?>[] {api.handlerType}, this));
    }

    /** Takes the place of the JVM's own handler; null if that is not there. */
    static @Nullable Handler install() {
      try {
        Handler handler = new Handler(new Api());
        if (handler.isPreviousTheJvms()) {
          return handler;
        }
        var unused = handler.api.install(handler.previous);
        return null;
      } catch (ReflectiveOperationException e) {
        // No jdk.unsupported; or the JVM uses the signal itself.
        return null;
      }
    }

    /** The JVM's own handler is a wrapper that is no handler of a program. */
    private boolean isPreviousTheJvms() throws ReflectiveOperationException {
      return previous.getClass().getPackageName().equals("sun.misc")
          && previous != api.constant("SIG_IGN")
          && previous != api.constant("SIG_DFL");
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      switch (method.getName()) {
        case "handle" -> {
          InterruptSignal signal = current;
          if (signal == null || signal.came.getAndSet(true) || !signal.main.cancel("SIGINT")) {
            passOn();
          }
          return null;
        }
        case "equals" -> {
          return arguments != null && arguments[0] == proxy;
        }
        case "hashCode" -> {
          return System.identityHashCode(this);
        }
        default -> {
          return "Fermata's handler of SIGINT";
        }
      }
    }

    private void passOn() {
      try {
        api.pass(previous);
      } catch (ReflectiveOperationException e) {
        Reports.fault("passing SIGINT on failed", e);
      }
    }
  }

  /** What is used of {@code sun.misc}. */
  private static final class Api {
    private final Class<?> handlerType;
    private final Object signal;
    private final Method install;
    private final Method handle;

    private Api() throws ReflectiveOperationException {
      handlerType = Class.forName("sun.misc.SignalHandler");
      Class<?> signalType = Class.forName("sun.misc.Signal");
      signal = signalType.getConstructor(String.class).newInstance("INT");
      install = signalType.getMethod("handle", signalType, handlerType);
      handle = handlerType.getMethod("handle", signalType);
    }

    /** Makes something the handler; the result is the one before. */
    Object install(Object handler) throws ReflectiveOperationException {
      Object before = install.invoke(null, signal, handler);
      if (before == null) {
        throw new InvocationTargetException(null, "no handler");
      }
      return before;
    }

    void pass(Object handler) throws ReflectiveOperationException {
      var unused = handle.invoke(handler, signal);
    }

    @Nullable Object constant(String name) throws ReflectiveOperationException {
      return handlerType.getField(name).get(null);
    }
  }
}
