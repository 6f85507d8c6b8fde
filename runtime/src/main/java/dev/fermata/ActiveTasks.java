package dev.fermata;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which task runs on one thread, where that is not simply the one whose turn it is: calls of hot
 * methods are activities of their own, and outside of every loop a body may be resumed within
 * another.
 *
 * <p>A call of a hot method, or an eager task, costs no more here than counting the depth: it gets
 * a task only when somebody asks for it, or when it suspends or ends.
 */
final class ActiveTasks {
  private static final int INITIAL = 8;

  private @Nullable Task<?>[] tasks = new Task<?>[INITIAL];

  /** The depths at which the tasks were entered. */
  private int[] depths = new int[INITIAL];

  private int count;

  /**
   * Grows with each hot method and nested body that is on the stack; odd while what was entered
   * last is the first step of an eager task.
   */
  private int depth;

  /** Begins a hot method; the result is for {@link #leave}. */
  int enter() {
    int token = depth;
    depth = (token | 1) + 1;
    return token;
  }

  /** Begins an eager task, which has no task object yet; the result is for {@link #leave}. */
  int enterEager() {
    int token = depth;
    depth = (token + 1) | 1;
    return token;
  }

  /** Resumes a body of a task within another one; the result is for {@link #leave}. */
  int enter(Task<?> task) {
    int token = enter();
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
    return count == 0 ? null : popTo(token);
  }

  private @Nullable Task<?> popTo(int token) {
    Task<?> task = null;
    while (count > 0 && depths[count - 1] > token) {
      count--;
      task = tasks[count];
      tasks[count] = null;
    }
    return task;
  }

  /** Nothing is on the stack, whatever an overflow of it may have left here. */
  void clear() {
    if (depth != 0 || count != 0) {
      depth = 0;
      var unused = popTo(0);
    }
  }

  /** Whether what runs has been entered here. */
  boolean isNested() {
    return depth > 0;
  }

  /** Whether what was entered last is the first step of an eager task. */
  boolean isEager() {
    return (depth & 1) != 0;
  }

  /** The task of what was entered last, or null if that has none yet. */
  @Nullable Task<?> top() {
    return count > 0 && depths[count - 1] == depth ? tasks[count - 1] : null;
  }

  /** Gives what was entered last its task. */
  void push(Task<?> task) {
    if (count == depths.length) {
      depths = Arrays.copyOf(depths, count * 2);
      tasks = Arrays.copyOf(tasks, count * 2);
    }
    depths[count] = depth;
    tasks[count++] = task;
  }
}
