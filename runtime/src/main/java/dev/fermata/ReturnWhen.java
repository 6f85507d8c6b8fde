package dev.fermata;

/** What {@link Fermata#waitUntil} waits for. */
public enum ReturnWhen {
  /** At least one is done. */
  FIRST_COMPLETED,

  /** One has failed or was cancelled, or all are done. */
  FIRST_EXCEPTION,

  /** All are done. */
  ALL_COMPLETED
}
