package dev.fermata;

/** Placeholder. */
public final class TaskCancelled extends Error {
  private static final long serialVersionUID = 1;

  TaskCancelled() {}
}
