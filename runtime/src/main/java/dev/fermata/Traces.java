package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the stack trace of an exception read as if the code were synchronous, in place.
 *
 * <p>A trace that was made under the driver has the driver's line in it. It is cut there, lines of
 * the runtime are left out, and the chain of awaiting callers is appended. That removes the
 * driver's line, so a second pass (a rethrow, another task) finds nothing to do. An exception that
 * comes from elsewhere gets one section that says where it was first awaited.
 */
final class Traces {
  /** The class name of the line before the awaiting callers of a foreign exception. */
  static final String AWAITED_AT = "-- awaited at --";

  /** As the JDK's default of MaxJavaStackTraceDepth. */
  private static final int LONGEST = 1024;

  private static final String DRIVER = Driver.class.getName();

  private static final Set<String> RUNTIME_PACKAGES =
      Set.of(
          "dev.fermata",
          "dev.fermata.debug",
          "dev.fermata.internal",
          "dev.fermata.io",
          "dev.fermata.runtime",
          "dev.fermata.sync",
          "dev.fermata.testing");

  private static final String ENTRY_PREFIX = "lambda$";
  private static final String ENTRY_SUFFIX = "$fermata";

  private Traces() {}

  /**
   * Called when an exception leaves the activation that threw it.
   *
   * @param caller the frame that awaits that activation
   */
  static void splice(Throwable exception, @Nullable ContinuationFrame caller) {
    StackTraceElement[] trace = exception.getStackTrace();
    int driver = indexOf(trace, DRIVER);
    if (driver < 0 && trace.length < LONGEST) {
      return;
    }
    List<StackTraceElement> lines = new ArrayList<>(Math.max(driver, 0) + lengthOf(caller));
    if (driver < 0) {
      // The JVM has cut it off above the driver's line, so what comes next is not known.
      addUserLines(lines, trace, trace.length);
    } else {
      addUserLines(lines, trace, driver);
      addChain(lines, caller);
    }
    exception.setStackTrace(lines.toArray(new StackTraceElement[0]));
  }

  /** Called when an exception arrives from what the innermost frame awaited. */
  static void awaitedAt(Throwable exception, @Nullable ContinuationFrame leaf) {
    if (leaf == null || exception instanceof TaskCancelled) {
      return;
    }
    StackTraceElement[] trace = exception.getStackTrace();
    if (!isOpen(exception, trace)) {
      return;
    }
    List<StackTraceElement> lines = new ArrayList<>();
    int driver = indexOf(trace, DRIVER);
    addUserLines(lines, trace, driver < 0 ? trace.length : driver);
    lines.add(new StackTraceElement(AWAITED_AT, "", null, -1));
    addChain(lines, leaf);
    exception.setStackTrace(lines.toArray(new StackTraceElement[0]));
  }

  /**
   * Called when an await throws what had failed before: the awaiting lines are on this thread's
   * stack. The driver's line is kept, so that splicing adds the callers that are not.
   */
  static void awaitedHere(Throwable exception) {
    StackTraceElement[] trace = exception.getStackTrace();
    if (!isOpen(exception, trace) || indexOf(trace, DRIVER) >= 0) {
      return;
    }
    StackTraceElement[] here = new Throwable().getStackTrace();
    int driver = indexOf(here, DRIVER);
    List<StackTraceElement> lines = new ArrayList<>(List.of(trace));
    lines.add(new StackTraceElement(AWAITED_AT, "", null, -1));
    addUserLines(lines, here, driver < 0 ? here.length : driver);
    if (driver >= 0) {
      lines.add(here[driver]);
    }
    exception.setStackTrace(lines.toArray(new StackTraceElement[0]));
  }

  /** Called when a hot method fails before it suspends: its callers' lines are true and stay. */
  static void clean(Throwable exception) {
    StackTraceElement[] trace = exception.getStackTrace();
    int driver = indexOf(trace, DRIVER);
    int end = driver < 0 ? trace.length : driver;
    List<StackTraceElement> lines = new ArrayList<>();
    addUserLines(lines, trace, end);
    if (lines.size() < end) {
      for (int i = end; i < trace.length; i++) {
        lines.add(trace[i]);
      }
      exception.setStackTrace(lines.toArray(new StackTraceElement[0]));
    }
  }

  /** Called when an exception leaves {@code run}: appends the lines of run's caller. */
  static void append(Throwable exception) {
    StackTraceElement[] trace = exception.getStackTrace();
    List<StackTraceElement> callers = new ArrayList<>();
    StackTraceElement[] here = new Throwable().getStackTrace();
    addUserLines(callers, here, here.length);
    if (trace.length == 0 || callers.isEmpty() || endsWith(trace, callers)) {
      return;
    }
    List<StackTraceElement> lines = new ArrayList<>();
    addUserLines(lines, trace, trace.length);
    lines.addAll(callers);
    exception.setStackTrace(lines.toArray(new StackTraceElement[0]));
  }

  /** Whether the awaiting lines may be added: not yet there, and the trace can be written. */
  private static boolean isOpen(Throwable exception, StackTraceElement[] trace) {
    return (trace.length > 0 || exception instanceof TaskCancellation)
        && indexOf(trace, AWAITED_AT) < 0;
  }

  /** The method of a line as its author named it. */
  static StackTraceElement asWritten(StackTraceElement line) {
    String written = nameAsWritten(line.getMethodName());
    if (written.equals(line.getMethodName())) {
      return line;
    }
    // The JVM prints no names of its own loaders and no versions of its own modules; a line that is
    // made here would.
    String shown = line.toString();
    String loader = line.getClassLoaderName();
    String version = line.getModuleVersion();
    return new StackTraceElement(
        loader != null && shown.startsWith(loader + "/") ? loader : null,
        line.getModuleName(),
        version != null && shown.contains("@" + version + "/") ? version : null,
        line.getClassName(),
        written,
        line.getFileName(),
        line.getLineNumber());
  }

  /** The name as its author wrote it, given the name of a direct entry, or any other. */
  static String nameAsWritten(String method) {
    if (!isDirectEntry(method)) {
      return method;
    }
    String name = method.substring(ENTRY_PREFIX.length(), method.length() - ENTRY_SUFFIX.length());
    // A lambda of javac is lambda$METHOD$NUMBER, and one in a field's initialiser
    // lambda$new$NUMBER.
    int end = name.lastIndexOf('$');
    boolean lambda = end > 0 && isNumber(name, end + 1);
    return lambda || isNumber(name, 0) ? ENTRY_PREFIX + name : name;
  }

  /** Whether a line is of the runtime or of generated code, and no line of a user. */
  static boolean isInternal(String className) {
    if (isFrameClass(className) || className.endsWith("$FermataCoroutine")) {
      return true;
    }
    int end = className.lastIndexOf('.');
    return end > 0
        && className.startsWith("dev.fermata")
        && RUNTIME_PACKAGES.contains(className.substring(0, end));
  }

  /** Whether a class was generated for the frames of a method. */
  static boolean isFrameClass(String className) {
    return className.endsWith("$FermataFrame");
  }

  private static boolean isDirectEntry(String method) {
    return method.startsWith(ENTRY_PREFIX)
        && method.endsWith(ENTRY_SUFFIX)
        && method.length() > ENTRY_PREFIX.length() + ENTRY_SUFFIX.length();
  }

  private static boolean isNumber(String name, int start) {
    return start < name.length() && name.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
  }

  private static void addUserLines(
      List<StackTraceElement> lines, StackTraceElement[] trace, int end) {
    StackTraceElement below = null;
    for (int i = 0; i < end; i++) {
      StackTraceElement line = trace[i];
      if (!isInternal(line.getClassName()) && !isStub(line, below)) {
        lines.add(asWritten(line));
      }
      below = line;
    }
  }

  /** A direct entry right above a line of its own method: that line is the stub's. */
  private static boolean isStub(StackTraceElement line, @Nullable StackTraceElement callee) {
    return callee != null
        && isDirectEntry(callee.getMethodName())
        && callee.getClassName().equals(line.getClassName())
        && nameAsWritten(callee.getMethodName()).equals(line.getMethodName());
  }

  private static void addChain(List<StackTraceElement> lines, @Nullable ContinuationFrame from) {
    Class<?> frameClass = null;
    Locations locations = null;
    for (ContinuationFrame frame = from;
        frame != null && lines.size() < LONGEST;
        frame = frame.caller) {
      if (locations == null || frame.getClass() != frameClass) {
        frameClass = frame.getClass();
        locations = Locations.of(frame);
      }
      StackTraceElement line = locations.at(frame);
      if (line != null) {
        lines.add(line);
      }
    }
  }

  /** How many lines a chain has at most. */
  private static int lengthOf(@Nullable ContinuationFrame from) {
    int length = 0;
    for (ContinuationFrame frame = from; frame != null && length < LONGEST; frame = frame.caller) {
      length++;
    }
    return length;
  }

  private static boolean endsWith(StackTraceElement[] trace, List<StackTraceElement> lines) {
    int offset = trace.length - lines.size();
    return offset >= 0 && List.of(trace).subList(offset, trace.length).equals(lines);
  }

  private static int indexOf(StackTraceElement[] trace, String className) {
    for (int i = 0; i < trace.length; i++) {
      if (trace[i].getClassName().equals(className)) {
        return i;
      }
    }
    return -1;
  }
}
