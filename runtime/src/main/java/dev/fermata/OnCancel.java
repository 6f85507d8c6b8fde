package dev.fermata;

/** What becomes of a blocking call when the task that awaits it is cancelled. */
public enum OnCancel {
  /** Its thread is interrupted, and the task waits until the call has ended. */
  INTERRUPT_AND_WAIT,

  /**
   * Its thread is interrupted, and the task goes on at once. For calls that do not heed interrupts;
   * what such a call brings in the end is dropped, and an exception is logged.
   */
  INTERRUPT_AND_ABANDON
}
