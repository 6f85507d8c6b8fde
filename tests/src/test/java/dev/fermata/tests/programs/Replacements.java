package dev.fermata.tests.programs;

import dev.fermata.TaskCancelled;
import java.lang.reflect.Method;

/** Does what a resource of the runtime does when it has cancelled the body itself. */
public final class Replacements {
  private Replacements() {}

  /** Says that an exception goes on in place of a cancellation. */
  public static void replace(TaskCancelled cancelled, Throwable exception) {
    try {
      Method method = TaskCancelled.class.getDeclaredMethod("replaceWith", Throwable.class);
      method.setAccessible(true);
      method.invoke(cancelled, exception);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
