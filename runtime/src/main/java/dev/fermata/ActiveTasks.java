package dev.fermata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which task runs on one thread, where that is not simply the one whose turn it is: calls of hot
 * methods are activities of their own, and outside of every loop a body may be resumed within
 * another.
 *
 * <p>A call of a hot method costs no more here than counting the depth: it gets a task only when
 * somebody asks for it, or when it suspends.
 */
final class ActiveTasks {
  private final List<Task<?>> tasks = new ArrayList<>();
  private int[] depths = new int[8];

  /** How many hot methods and nested bodies are on the stack. */
  private int depth;

  /** Begins a hot method; the result is for {@link #leave}. */
  int enter() {
    return depth++;
  }

  /** Begins or resumes a body of a task within another one; the result is for {@link #leave}. */
  int enter(Task<?> task) {
    int token = depth++;
    push(task);
    return token;
  }

  /**
   * Ends what has been entered.
   *
   * @return its task, if it got one
   */
  @Nullable Task<?> leave(int token) {
    depth = token;
    return tasks.isEmpty() ? null : popTo(token);
  }

  private @Nullable Task<?> popTo(int token) {
    Task<?> task = null;
    for (int last = tasks.size() - 1; last >= 0 && depths[last] > token; last--) {
      task = tasks.remove(last);
    }
    return task;
  }

  /** Nothing is on the stack, whatever an overflow of it may have left here. */
  void clear() {
    if (depth != 0 || !tasks.isEmpty()) {
      depth = 0;
      var unused = popTo(0);
    }
  }

  /** Whether what runs has been entered here. */
  boolean isNested() {
    return depth > 0;
  }

  /** The task of what was entered last, or null if it is a hot method that has none yet. */
  @Nullable Task<?> top() {
    int last = tasks.size() - 1;
    return last >= 0 && depths[last] == depth ? tasks.get(last) : null;
  }

  /** Gives the hot method that was entered last its task. */
  void push(Task<?> task) {
    if (tasks.size() == depths.length) {
      depths = Arrays.copyOf(depths, depths.length * 2);
    }
    depths[tasks.size()] = depth;
    tasks.add(task);
  }
}
