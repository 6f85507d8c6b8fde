package dev.fermata.compiler.suspension;

/**
 * What is given up in a method so that its code stays small: HotSpot compiles none above 8,000
 * bytes. Each step gives up what those before it do, and costs more time at run time than they do.
 */
public enum Economy {
  /** Nothing. */
  NONE,

  /** Resumes share the code that restores variables: each restores some that it does not need. */
  SHARED_RESUMES,

  /** Awaited calls are not linked at run time, and go through objects. */
  NO_LATE_CALLS,

  /** Direct entries of the same class are not called either. */
  NO_DIRECT_CALLS;

  /** The next greater one; the greatest is its own. */
  public Economy next() {
    return switch (this) {
      case NONE -> SHARED_RESUMES;
      case SHARED_RESUMES -> NO_LATE_CALLS;
      case NO_LATE_CALLS, NO_DIRECT_CALLS -> NO_DIRECT_CALLS;
    };
  }

  /** Whether resumes share what they can. */
  public boolean sharesResumes() {
    return compareTo(SHARED_RESUMES) >= 0;
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
