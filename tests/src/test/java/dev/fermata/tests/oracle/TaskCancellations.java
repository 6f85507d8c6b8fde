package dev.fermata.tests.oracle;

import dev.fermata.TaskCancelled;
import java.lang.reflect.Constructor;
import java.util.Arrays;

/** Makes the error that a cancelled task sees; the runtime keeps its constructor to itself. */
final class TaskCancellations {
  private TaskCancellations() {}

  static TaskCancelled make() {
    try {
      Constructor<?> constructor = TaskCancelled.class.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      Object[] arguments =
          Arrays.stream(constructor.getParameterTypes())
              .map(type -> type == String.class ? "task cancelled" : null)
              .toArray();
      return (TaskCancelled) constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("TaskCancelled can't be made", e);
    }
  }
}
