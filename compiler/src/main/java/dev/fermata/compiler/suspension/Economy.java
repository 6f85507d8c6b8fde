package dev.fermata.compiler.suspension;

/**
 * What is given up in a method so that its code stays small: HotSpot compiles none above 8,000
 * bytes. Each step gives up what those before it do, and costs more time at run time than they do.
 */
public enum Economy {
  /** Nothing. */
  NONE,

  /**
   * Suspension points share the code that keeps and restores variables: each restores some that it
   * does not need.
   */
  SHARED_CODE,

  /** Awaited calls are not linked at run time, and go through objects. */
  NO_LATE_CALLS,

  /** Direct entries of the same class are not called either. */
  NO_DIRECT_CALLS;

  /** The next greater one; the greatest is its own. */
  public Economy next() {
    return switch (this) {
      case NONE -> SHARED_CODE;
      case SHARED_CODE -> NO_LATE_CALLS;
      case NO_LATE_CALLS, NO_DIRECT_CALLS -> NO_DIRECT_CALLS;
    };
  }

  /** Whether suspension points share what code they can. */
  public boolean sharesCode() {
    return compareTo(SHARED_CODE) >= 0;
  }

  /** Whether awaited calls may be linked at run time. */
  boolean linksLate() {
    return compareTo(NO_LATE_CALLS) < 0;
  }

  /** Whether direct entries of the same class may be called. */
  boolean callsDirectly() {
    return compareTo(NO_DIRECT_CALLS) < 0;
  }
}
